import ArgumentParser
import TideDisclosure
import TideInterchange
import TideModel
import TideStore

/// How long to wait for another writer.
struct WaitOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("How long to wait for another writer.", valueName: "seconds"))
  var wait = 0

  func validate() throws {
    guard (0...86_400).contains(wait) else { throw ValidationError("--wait is 0 to 86400 seconds.") }
  }
}

/// `tidemark compact`.
struct CompactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compact",
    abstract: "Lay the segments of all releases together in one; every vintage answers as before.",
    discussion: """
      EXAMPLES:
        tidemark compact
        tidemark compact --store mine --wait 60

      Appends do so by themselves, a few segments at a time, when many small releases
      have piled up. Queries go on meanwhile. Killed at any moment, the store is whole.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var waiting: WaitOptions
  @OptionGroup var job: JobOptions

  func run() throws {
    let report = try StoreWriter.compact(
      store.path, waitingUpTo: waiting.wait, tool: Program.tool, noting: Console.tellSetAside)
    let text =
      report.segmentsBefore == report.segmentsAfter
      ? "nothing to compact: \(report.segmentsBefore.counted("segment"))"
      : "\(report.segmentsBefore.counted("segment")) of \(report.bytesBefore.grouped) bytes are now "
        + "\(report.segmentsAfter) of \(report.bytesAfter.grouped)"
    try job.report(
      text,
      [
        ("segments_before", .whole(report.segmentsBefore)), ("segments", .whole(report.segmentsAfter)),
        ("bytes_before", .whole(report.bytesBefore)), ("bytes", .whole(report.bytesAfter)),
      ])
  }
}

/// `tidemark backup`.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the store as it stands, while others append to it.",
    discussion: """
      EXAMPLES:
        tidemark backup /mnt/backups/indicators-2026-11-25

      The copy is verified from the first byte to the last, and there is none of a
      damaged store. It is a store itself: every query takes it as --store. Nothing is
      overwritten.
      """)

  @Argument(help: ArgumentHelp("A folder that does not exist yet, or an empty one.", valueName: "folder"))
  var destination: String
  @OptionGroup var store: StoreOptions
  @OptionGroup var job: JobOptions

  func run() throws {
    let progress = ProgressLine("copying segments")
    let report = try Backup.make(of: store.path, at: destination) { progress.show($0, $1) }
    progress.clear()
    try job.report(
      "\(destination) holds \(report.newest.counted("release")) in \(report.segments.counted("segment"))",
      [("backup", .string(destination)), ("releases", .whole(report.newest)), ("segments", .whole(report.segments))])
  }
}

/// `tidemark restore`.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make a store from a backup, and verify it.",
    discussion: """
      EXAMPLES:
        tidemark restore /mnt/backups/indicators-2026-11-25 --store ./tidemark-store

      Nothing is overwritten: move a damaged store away first.
      """)

  @Argument(help: ArgumentHelp("What 'tidemark backup' made.", valueName: "backup"))
  var backup: String
  @OptionGroup var store: StoreOptions
  @OptionGroup var job: JobOptions

  func run() throws {
    let progress = ProgressLine("copying segments")
    let report = try Backup.restore(backup, to: store.path) { progress.show($0, $1) }
    progress.clear()
    try job.report(
      "\(store.path) is restored and whole: \(report.newest.counted("release")) in "
        + "\(report.segments.counted("segment"))",
      [("store", .string(store.path)), ("releases", .whole(report.newest)), ("segments", .whole(report.segments))])
  }
}

/// `tidemark repair`.
struct RepairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Make the catalogue anew from whole segments; exit code 5 when a release is lost.",
    discussion: """
      EXAMPLES:
        tidemark repair --dry-run
        tidemark repair

      Each segment carries the catalogue's rows of its releases. The old catalogue and
      damaged segments are kept under other names.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var waiting: WaitOptions
  @OptionGroup var job: JobOptions
  @Flag(name: .long, help: "Say what would be done and write nothing.")
  var dryRun = false

  func run() throws {
    let progress = ProgressLine("reading segments")
    let report = try Repair.run(store.path, dryRun: dryRun, waitingUpTo: waiting.wait, tool: Program.tool) {
      progress.show($0, $1)
    }
    progress.clear()
    try job.report(lines(report).joined(separator: "\n"), members(report))
    guard report.lost.isEmpty else {
      throw CommandFailure(
        .damaged, "\(report.lost.count) of \(report.lost.count + report.restored.count) releases are lost",
        remedy: "Restore the store from a backup that holds them; or append their source files again, and after them "
          + "those of the releases that followed.")
    }
  }

  private func members(_ report: Repair.Report) -> [(String, JSONValue)] {
    let outcome =
      switch report.outcome {
      case .nothingToDo: "nothing-to-do"
      case .dryRun: "dry-run"
      case .repaired: "repaired"
      case .setAside: "set-aside"
      }
    return [
      ("outcome", .string(outcome)), ("problems", .array(report.problems.map { .string($0) })),
      ("releases", .whole(report.restored.count)), ("lost", .array(report.lost.map { .whole($0.sequence) })),
      ("kept_aside", .array(report.keptAside.map { .string($0) })),
    ]
  }

  /// Whether the store is known to pin no disclosure control, under which digests of files are not told.
  private var tellsDigests: Bool {
    guard let snapshot = try? Snapshot.open(store.path) else { return false }
    return DisclosureProfile.pin(snapshot.disclosurePin) == .none
  }

  private func lines(_ report: Repair.Report) -> [String] {
    var lines = report.problems
    switch report.outcome {
    case .nothingToDo:
      return lines + ["\(store.path) needs no repair: it holds \(report.restored.count.counted("whole release"))"]
    case .setAside:
      lines.append(
        "\(store.path) is whole without what was put aside: it holds \(report.restored.count.counted("whole release"))")
    case .dryRun where report.isCatalogueWhole: lines.append("would put aside what is none of the store")
    case .dryRun: lines.append("would make the catalogue anew with \(report.restored.count.counted("whole release"))")
    case .repaired: lines.append("made the catalogue anew with \(report.restored.count.counted("whole release"))")
    }
    lines += report.keptAside.map { "kept \($0)" }
    let tellsDigests = report.lost.isEmpty || tellsDigests
    for lost in report.lost {
      let files =
        lost.release?.sources.map {
          tellsDigests ? "\($0.name) (SHA-256 \($0.sha256.prefix(12))...)" : $0.name
        } ?? []
      let what = lost.release.map { ", published \($0.published)" } ?? ", of which nothing is known"
      lines.append(
        "lost: release \(lost.sequence)\(what)\(files.isEmpty ? "" : ", from \(files.joined(separator: ", "))")")
    }
    return lines
  }
}
