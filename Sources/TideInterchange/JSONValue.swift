/// A JSON value, for reports that are no table.
public indirect enum JSONValue: Sendable {
  /// Nothing.
  case null
  /// A text.
  case string(String)
  /// A whole number.
  case whole(Int)
  /// Values in order.
  case array([JSONValue])
  /// Names and values in order.
  case object([(String, JSONValue)])

  /// A text; null for nil.
  public static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// A whole number; null for nil.
  public static func integer(_ number: Int?) -> JSONValue { number.map { .whole($0) } ?? .null }

  /// The value on one line, after RFC 8259, escaped as in ``ResultWriter``'s JSON.
  /// - Complexity: O(n) values and bytes.
  public var line: String {
    switch self {
    case .null: "null"
    case .string(let text): JSONWriter.quoted(text)
    case .whole(let number): String(number)
    case .array(let values): "[" + values.map(\.line).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\(JSONWriter.quoted($0)):\($1.line)" }.joined(separator: ",") + "}"
    }
  }
}
