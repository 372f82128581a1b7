import ArgumentParser
import TideDisclosure
import TideInterchange
import TideModel
import TideQuery
import TideStore

/// `tidemark disclosure`.
struct DisclosureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disclosure",
    abstract: "Disclosure control: which profile is in force, pinning one, and what it hides.",
    discussion: """
      EXAMPLES:
        tidemark disclosure
        tidemark disclosure --pin hes
        tidemark disclosure --unpin
        tidemark disclosure --report
        tidemark disclosure --report --disclosure k=5

      PROFILES:
        hes         \(DisclosureProfile.hes.meaning)
        opensafely  \(DisclosureProfile.opensafely.meaning)
        ons-deaths  \(DisclosureProfile.onsDeaths.meaning)
        k=N         counts above 0 and below N are hidden

      So many other figures are hidden that no small count can be had from totals,
      windows of years or older vintages. A pinned profile holds for every answer
      from the store, of every vintage, and --disclosure then takes only what is at
      least as strict. Nothing in the store is changed by it.
      """)

  @OptionGroup var store: StoreOptions

  @Option(name: .long, help: ArgumentHelp("Pin this profile in the store.", valueName: "profile"))
  var pin: DisclosureProfile?

  @Flag(name: .long, help: "Take the pin off.")
  var unpin = false

  @Flag(name: .long, help: "For each indicator, how many figures are shown, hidden and rounded.")
  var report = false

  @OptionGroup var disclosure: DisclosureOptions
  @OptionGroup var waiting: WaitOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    let count = [pin != nil, unpin, report].filter { $0 }.count
    if count > 1 { throw ValidationError("Give one of --pin, --unpin and --report.") }
    if !report, disclosure.disclosure != nil { throw ValidationError("--disclosure goes with --report here.") }
  }

  func run() throws {
    if report { return try writeReport() }
    if let pin { return try setPin(to: pin.pin, "\(pin.name) is pinned: \(pin.meaning)") }
    if unpin { return try setPin(to: DisclosureProfile.noPin, "no disclosure control is pinned any more") }
    try writePin()
  }

  private func setPin(to number: Int, _ text: String) throws {
    let before = try Snapshot.open(store.path).disclosurePin ?? DisclosureProfile.noPin
    guard before != number else { return try Console.write("nothing to do: \(text) already\n") }
    let release = try StoreWriter.pinDisclosure(
      store.path, number: number, waitingUpTo: waiting.wait, at: try Moment.given.get(), tool: Program.tool,
      noting: Console.tellSetAside)
    try Console.write("release \(release.sequence): \(text)\n")
  }

  private func writePin() throws {
    let snapshot = try Snapshot.open(store.path)
    snapshot.tellDoubt()
    let (profile, meaning) =
      switch DisclosureProfile.pin(snapshot.disclosurePin) {
      case .none: ("none", "every figure is shown as it was published")
      case .profile(let profile): (profile.name, profile.meaning)
      case .unknown: ("unknown", "pinned by a newer tidemark: nothing is shown")
      }
    var table = ResultTable(
      columns: [
        ResultTable.Column(name: "profile", title: "Profile", kind: .text),
        ResultTable.Column(name: "meaning", title: "Meaning", kind: .text),
        ResultTable.Column(name: "release", title: "Pinned by release", kind: .integer),
      ], title: "Disclosure control of \(snapshot.path)")
    let release = try snapshot.releases().last { $0.disclosurePin != nil }?.sequence
    table.append([.text(profile), .text(meaning), release.map { .integer($0) } ?? .missing])
    try answer.write(table, hint: "", from: .vintage(snapshot, isScreened: profile != "none"))
  }

  private func writeReport() throws {
    let source = try disclosure.open(store.path)
    let query = Query(
      .disclosure, area: nil, vintage: Query.VintageChoice(disclosure: try disclosure.profile()),
      shape: answer.queryShape)
    try answer.write(
      try QueryEngine(source).table(query), hint: "The store has no figures.", from: .store(source))
    DisclosureOptions.tell(source)
  }
}
