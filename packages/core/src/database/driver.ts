/* The official driver, in a file of its own: it is loaded when the first connection is made, and bundled apart. */
export { MongoClient } from "mongodb";
