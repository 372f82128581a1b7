import TideIngest
import TideQuery
import TideReport
import TideStore

/// Why a command ends without doing what it was asked: one message, what to do next, and the exit code.
struct CommandFailure: Error {
  let status: ExitStatus
  /// One sentence without a full stop.
  let message: String
  /// Lines listed under the message.
  let details: [String]
  /// What to do next; empty for nothing.
  let remedy: String

  init(_ status: ExitStatus, _ message: String, details: [String] = [], remedy: String = "") {
    self.status = status
    self.message = message
    self.details = details
    self.remedy = remedy
  }

  /// The failure that an error of one of the modules stands for; nil for any other error.
  init?(knowing error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as QueryError:
      let heading = error.code == .ambiguous ? ":" : "; did you mean:"
      self.init(
        error.code == .input ? .rejected : .usage, error.message + (error.candidates.isEmpty ? "" : heading),
        details: error.candidates,
        remedy: error.remedy)
    case let error as StoreError:
      let place = error.file.isEmpty ? "" : " [\(error.file)\(error.offset.map { ", block at byte \($0)" } ?? "")]"
      self.init(Self.status(of: error.code), error.message + place, remedy: error.remedy)
    case let error as ChartError: self.init(.usage, error.message, remedy: error.remedy)
    case let error as IngestError:
      let place = error.file + (error.line.map { ":\($0)" } ?? "") + (error.column.map { ":\($0)" } ?? "")
      self.init(
        error.code == .unreadable ? .io : .rejected, "\(place): \(error.message)", remedy: error.remedy)
    default: return nil
    }
  }

  private static func status(of code: StoreError.Code) -> ExitStatus {
    switch code {
    case .noStore, .newerFormat: .noStore
    case .damaged: .damaged
    case .locked: .locked
    case .io: .io
    case .noSuchRelease, .usage: .usage
    case .withheld: .withheld
    }
  }
}
