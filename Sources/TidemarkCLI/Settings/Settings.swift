import TideModel

/// What holds where a command does not say: the environment before the user's file before what is built in.
struct Settings {
  /// Who says what a setting is.
  enum Origin: Equatable {
    case environment(String)
    case file(String, line: Int)
    case builtIn

    var text: String {
      switch self {
      case .environment(let variable): variable
      case .file(let path, let line): "\(path):\(line)"
      case .builtIn: "built in"
      }
    }
  }

  /// A value and where it comes from.
  struct Value: Equatable {
    let text: String
    let origin: Origin
  }

  private var values: [Setting: Value] = [:]
  /// Named groups of peers: areas with commas between them, or the path of a file that lists them.
  private(set) var groups: [(name: String, value: Value)] = []

  /// What the environment and the user's file say, read once.
  static let loaded = Result { () throws -> Settings in
    try Settings(SettingsFile.usualPath.map { try SettingsFile($0) })
  }

  /// What holds; what is built in where the file cannot be read, which every command but help finds out before it runs.
  static var current: Settings { (try? loaded.get()) ?? Settings() }

  /// Only what is built in.
  private init() {}

  /// - Throws: `CommandFailure` for a line that says nothing Tidemark knows.
  init(_ file: SettingsFile?) throws {
    for entry in try file?.entries() ?? [] {
      let value = Value(text: entry.value, origin: .file(file?.shownPath ?? "", line: entry.line))
      if let group = Self.groupName(entry.name) {
        groups.removeAll { $0.name == group }
        groups.append((group, value))
        continue
      }
      guard let setting = Setting(rawValue: entry.name) else {
        throw Self.unknown(entry.name, at: value.origin.text + ": ")
      }
      values[setting] = value.text.isEmpty ? nil : value
    }
    for setting in Setting.allCases {
      if let text = Terminal.variable(setting.variable) {
        values[setting] = Value(text: text, origin: .environment(setting.variable))
      }
    }
    for (setting, value) in values { try setting.check(value.text, at: value.origin.text + ": ") }
  }

  /// What somebody set; nil where only what is built in holds.
  subscript(_ setting: Setting) -> String? { values[setting]?.text }

  /// What holds, and who says so.
  func value(_ setting: Setting) -> Value { values[setting] ?? Value(text: setting.builtIn, origin: .builtIn) }

  /// A named group of peers.
  func group(_ name: String) -> Value? { groups.first { $0.name == name.lowercased() }?.value }

  /// The group that `peers.NAME` speaks of; nil for any other name.
  static func groupName(_ name: String) -> String? {
    name.hasPrefix("peers.") && name.utf8.count > 6 ? String(name.dropFirst(6)) : nil
  }

  /// The failure that names the settings there are.
  static func unknown(_ name: String, at place: String = "") -> CommandFailure {
    let names = Setting.allCases.map(\.rawValue)
    let near = names.first { TextDistance.edits($0, name, limit: 2) != nil }
    return CommandFailure(
      .usage, "\(place)there is no setting '\(name)'\(near.map { "; did you mean \($0)?" } ?? "")",
      remedy: "There are \(names.joined(separator: ", ")), and peers.NAME for a group of areas.")
  }
}

extension Setting {
  /// - Throws: `CommandFailure` for a text that is none of the choices.
  func check(_ text: String, at place: String = "") throws {
    guard let choices, !choices.contains(text) else { return }
    throw CommandFailure(
      .usage, "\(place)\(rawValue) cannot be '\(text)'", remedy: "It is one of \(choices.joined(separator: ", ")).")
  }
}
