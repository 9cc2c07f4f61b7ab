const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [
  "@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible"])`;

/** Three subgraphs that need of federation what Kompass does not. */
export const library: Readonly<Record<string, string>> = {
  catalogue: `${federation}
    type Query {
      media(first: Int = 3): [Media]
      medium(id: ID!): Media
      items: [Item!]
      shelf(at: Place): Shelf
      authors: [Author!]!
      author(id: ID!): Author
      book(id: ID!): Book
    }
    interface Media @key(fields: "id") { id: ID! title: String pages: Int! }
    type Book implements Media @key(fields: "id") {
      id: ID! title: String pages: Int! author: Author weight: Float! next: [[Book]]
    }
    type Film implements Media @key(fields: "id") {
      id: ID! title: String pages: Int! length: Int! size: Size cut: [Film!]
    }
    union Item = Book | Film | Shelf
    type Author @key(fields: "id") { id: ID! name: String! @shareable books: [Book!] }
    type Shelf { name: String label: Label! holds: [Item] }
    type Label { text: String! colours: [Size] }
    enum Size { SMALL LARGE SECRET @inaccessible }
    input Place { room: Int! case: [String!] }`,
  reviews: `${federation}
    type Query { reviews: [Review!] best(of: Int): Reviewed }
    type Mutation { review(film: ID!, text: String): Review forget(id: ID!): Boolean }
    interface Reviewed { stars: Float reviews(first: Int, order: Order = NEWEST): [Review!]! }
    type Book implements Reviewed @key(fields: "id") {
      id: ID! stars: Float reviews(first: Int, order: Order = NEWEST): [Review!]!
    }
    type Film implements Reviewed @key(fields: "id") {
      id: ID! stars: Float reviews(first: Int, order: Order = NEWEST): [Review!]!
    }
    type Review @key(fields: "id") { id: ID! text: String by: Author @provides(fields: "name") of: Reviewed! }
    type Author @key(fields: "id") { id: ID! name: String! @external reviews: [Review] mood: Mood! }
    type Mood { good: Boolean! since: Int }
    enum Order { NEWEST OLDEST }`,
  post: `${federation}
    type Query { carriers: [Carrier] }
    type Book @key(fields: "id") {
      id: ID! weight: Float! @external postage(fast: Boolean): Int! @requires(fields: "weight") carrier: Carrier
    }
    type Author @key(fields: "id") { id: ID! name: String! @external address: String @requires(fields: "name") }
    type Carrier { name: String! takes: [Book!] }`,
};
