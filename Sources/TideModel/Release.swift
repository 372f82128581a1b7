/// One committed append: the vintage its figures belong to.
public struct Release: Hashable, Sendable, Identifiable {
  /// A file the release was read from.
  public struct Source: Hashable, Sendable {
    /// File name without folders.
    public var name: String
    /// SHA-256 of its bytes, in hexadecimal.
    public var sha256: String
    /// Length in bytes.
    public var bytes: Int
    /// Data rows in the file.
    public var rows: Int
    /// A source file of a release.
    public init(name: String, sha256: String, bytes: Int, rows: Int) {
      self.name = name
      self.sha256 = sha256
      self.bytes = bytes
      self.rows = rows
    }
  }

  /// What an append did, in rows and cells.
  public struct Counts: Hashable, Sendable {
    /// Figures not stored before.
    public var new = 0
    /// Figures stored before with other numbers, status or note.
    public var revised = 0
    /// Figures whose numbers stand but whose published trend or comparison text changed.
    public var relabelled = 0
    /// Figures stored before exactly so.
    public var unchanged = 0
    /// Figures that had a value before and are suppressed now; also counted in `revised`.
    public var newlySuppressed = 0
    /// Rows that repeated another row of the same append and agreed with it.
    public var collapsed = 0
    /// Rows refused; each is explained in the rejects file.
    public var rejected = 0
    /// Indicators and areas described anew.
    public var described = 0
    /// Figures stored before that the files of a full refresh no longer list.
    public var withdrawn = 0
    /// All zero.
    public init() {}
    /// Adds another's numbers to these.
    public mutating func add(_ other: Counts) {
      new += other.new
      revised += other.revised
      relabelled += other.relabelled
      unchanged += other.unchanged
      newlySuppressed += other.newlySuppressed
      withdrawn += other.withdrawn
      collapsed += other.collapsed
      rejected += other.rejected
      described += other.described
    }
    /// Rows read as figures: new, revised, relabelled and unchanged.
    public var accepted: Int { new + revised + relabelled + unchanged }
  }

  /// 1, 2, 3 ... in order of commit.
  public var sequence: Int
  /// The day the figures were published, as the append was told; else the day they were recorded.
  public var published: CalendarDate
  /// When it was committed, in seconds since 1970-01-01T00:00Z.
  public var recordedAt: Int
  /// The program and version that wrote it.
  public var tool: String
  /// What it did.
  public var counts: Counts
  /// What it was read from.
  public var sources: [Source]
  /// The release it takes back; nil for one that brings figures.
  public var undoes: Int?
  /// Whether its figures are lost: `repair` found no whole segment of it.
  public var isLost: Bool
  /// The number that stands for the profile of disclosure control it pins in the store; nil for one that pins none.
  public var disclosurePin: Int?
  /// What tells it from any other release of its number: a hash of what it says and of the mark of the release before it. Nil
  /// in stores made before there were marks.
  public var mark: Int?

  /// The id is the sequence number.
  public var id: Int { sequence }

  /// A release of the given parts.
  public init(
    sequence: Int, published: CalendarDate, recordedAt: Int, tool: String, counts: Counts, sources: [Source],
    undoes: Int? = nil, isLost: Bool = false, disclosurePin: Int? = nil, mark: Int? = nil
  ) {
    self.sequence = sequence
    self.published = published
    self.recordedAt = recordedAt
    self.tool = tool
    self.counts = counts
    self.sources = sources
    self.undoes = undoes
    self.isLost = isLost
    self.disclosurePin = disclosurePin
    self.mark = mark
  }
}
