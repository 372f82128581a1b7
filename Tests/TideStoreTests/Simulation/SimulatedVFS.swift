import Foundation
import GRDBSQLite
import Synchronization

@testable import TideStore

/// SQLite's input and output on a simulated system, made as its own for Unix makes it: the same syncs in the same order.
struct SimulatedVFS {
  let name: String
  private let vfs: UnsafeMutablePointer<sqlite3_vfs>
  private static let made = Atomic(0)

  /// An open file: what SQLite knows of it stands first.
  fileprivate struct File {
    var base: sqlite3_file
    var system: Unmanaged<SimulatedSystem>
    var descriptor: Int32
    /// The folder has not been synced since the journal was made in it.
    var isNewJournal: Bool
    var folder: UnsafeMutablePointer<CChar>?
    /// Goes when it is closed.
    var doomedPath: UnsafeMutablePointer<CChar>?
  }

  /// Registers a new one, which lives as long as the system.
  init(_ system: SimulatedSystem) {
    name = "simulated-\(Self.made.add(1, ordering: .relaxed).newValue)"
    vfs = .allocate(capacity: 1)
    vfs.initialize(to: sqlite3_vfs())
    vfs.pointee.iVersion = 1
    vfs.pointee.szOsFile = Int32(MemoryLayout<File>.size)
    vfs.pointee.mxPathname = 1024
    vfs.pointee.zName = UnsafePointer(strdup(name))
    vfs.pointee.pAppData = Unmanaged.passUnretained(system).toOpaque()
    vfs.pointee.xOpen = { Self.open($0!, $1, $2!, $3, $4) }
    vfs.pointee.xDelete = { vfs, path, syncs in Self.delete(Self.system(vfs), String(cString: path!), syncs != 0) }
    vfs.pointee.xAccess = { vfs, path, _, result in
      do {
        result!.pointee = try Self.exists(Self.system(vfs), String(cString: path!)) ? 1 : 0
        return SQLITE_OK
      } catch {
        return IOError.access
      }
    }
    vfs.pointee.xFullPathname = { _, path, size, out in
      strncpy(out!, path!, Int(size))
      return SQLITE_OK
    }
    vfs.pointee.xRandomness = { _, count, out in
      memset(out!, 7, Int(count))
      return count
    }
    vfs.pointee.xSleep = { _, microseconds in microseconds }
    vfs.pointee.xCurrentTime = { _, out in
      out!.pointee = 2_460_000.5
      return SQLITE_OK
    }
    vfs.pointee.xGetLastError = { _, _, _ in 0 }
    sqlite3_vfs_register(vfs, 0)
  }

  /// Takes it away again.
  func unregister() {
    sqlite3_vfs_unregister(vfs)
    free(UnsafeMutableRawPointer(mutating: vfs.pointee.zName))
    vfs.deallocate()
  }

  private static func system(_ vfs: UnsafeMutablePointer<sqlite3_vfs>?) -> SimulatedSystem {
    Unmanaged<SimulatedSystem>.fromOpaque(vfs!.pointee.pAppData).takeUnretainedValue()
  }

  private static func exists(_ system: SimulatedSystem, _ path: String) throws(SystemError) -> Bool {
    do {
      let status = try system.status(ofPath: path)
      // As SQLite's own does: an empty file is as none.
      return status.kind != .file || status.length > 0
    } catch SystemError.missing {
      return false
    }
  }

  private static func open(
    _ vfs: UnsafeMutablePointer<sqlite3_vfs>, _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>,
    _ flags: Int32, _ flagsOut: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    let system = system(vfs)
    let isTemporary = path == nil
    let path = path.map { String(cString: $0) } ?? "/temporary-\(made.add(1, ordering: .relaxed).newValue)"
    let isJournal = flags & SQLITE_OPEN_MAIN_JOURNAL != 0
    file.pointee.pMethods = nil
    do throws(SystemError) {
      let isThere = isTemporary ? false : try existsAtAll(system, path)
      guard isThere || flags & SQLITE_OPEN_CREATE != 0 else { return SQLITE_CANTOPEN }
      let descriptor = try system.openFile(path, isThere ? .read : .lock)
      let folder = path.split(separator: "/").dropLast().joined(separator: "/")
      let isDoomed = flags & SQLITE_OPEN_DELETEONCLOSE != 0
      UnsafeMutableRawPointer(file).initializeMemory(
        as: File.self,
        to: File(
          base: sqlite3_file(pMethods: methods), system: .passUnretained(system), descriptor: descriptor.number,
          isNewJournal: isJournal && !isThere, folder: strdup("/" + folder), doomedPath: isDoomed ? strdup(path) : nil))
      flagsOut?.pointee = flags
      return SQLITE_OK
    } catch {
      return SQLITE_CANTOPEN
    }
  }

  private static func existsAtAll(_ system: SimulatedSystem, _ path: String) throws(SystemError) -> Bool {
    do { return try system.status(ofPath: path).kind == .file } catch SystemError.missing { return false }
  }

  private static func delete(_ system: SimulatedSystem, _ path: String, _ syncs: Bool) -> Int32 {
    do throws(SystemError) {
      try system.deleteFile(path)
    } catch {
      return error == .missing ? IOError.deleteMissing : IOError.delete
    }
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    return syncs && !syncFolder(system, "/" + folder) ? IOError.folderSync : SQLITE_OK
  }

  private static func syncFolder(_ system: SimulatedSystem, _ path: String) -> Bool {
    do { try system.syncFolder(path) } catch { return false }
    return true
  }

  private static func file(_ pointer: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<File> {
    UnsafeMutableRawPointer(pointer!).assumingMemoryBound(to: File.self)
  }

  /// Runs a call on an open file.
  private static func with(
    _ pointer: UnsafeMutablePointer<sqlite3_file>?, orElse code: Int32,
    _ body: (SimulatedSystem, Descriptor) throws(SystemError) -> Int32
  ) -> Int32 {
    let file = file(pointer).pointee
    do {
      return try body(file.system.takeUnretainedValue(), Descriptor(number: file.descriptor))
    } catch {
      if error.code == ENOSPC { return SQLITE_FULL }
      return code
    }
  }

  private static func close(_ pointer: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
    let file = file(pointer)
    let system = file.pointee.system.takeUnretainedValue()
    try? system.closeFile(Descriptor(number: file.pointee.descriptor))
    if let doomed = file.pointee.doomedPath { try? system.deleteFile(String(cString: doomed)) }
    free(file.pointee.folder)
    free(file.pointee.doomedPath)
    return SQLITE_OK
  }

  private static func read(
    _ pointer: UnsafeMutablePointer<sqlite3_file>?, _ out: UnsafeMutableRawPointer?, _ count: Int32, _ offset: Int64
  ) -> Int32 {
    with(pointer, orElse: IOError.read) { (system, descriptor) throws(SystemError) in
      let bytes = UnsafeMutableRawBufferPointer(start: out, count: Int(count))
      var done = 0
      while done < bytes.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
        let found = try system.readSome(descriptor, into: rest, at: Int(offset) + done)
        if found == 0 {
          memset(rest.baseAddress!, 0, rest.count)
          return IOError.shortRead
        }
        done += found
      }
      return SQLITE_OK
    }
  }

  private static func write(
    _ pointer: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32, _ offset: Int64
  ) -> Int32 {
    with(pointer, orElse: IOError.write) { (system, descriptor) throws(SystemError) in
      var done = 0
      while done < Int(count) {
        let rest = UnsafeRawBufferPointer(start: bytes! + done, count: Int(count) - done)
        done += try system.write(descriptor.number, rest, at: Int(offset) + done)
      }
      return SQLITE_OK
    }
  }

  private static func sync(_ pointer: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
    let file = file(pointer)
    return with(pointer, orElse: IOError.sync) { (system, descriptor) throws(SystemError) in
      try system.sync(descriptor)
      // SQLite's own passes over a failed sync of the folder here.
      if file.pointee.isNewJournal { _ = syncFolder(system, String(cString: file.pointee.folder!)) }
      file.pointee.isNewJournal = false
      return SQLITE_OK
    }
  }

  // Never changed once it is made.
  nonisolated(unsafe) private static let methods: UnsafePointer<sqlite3_io_methods> = {
    let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    methods.initialize(to: sqlite3_io_methods())
    methods.pointee.iVersion = 1
    methods.pointee.xClose = { SimulatedVFS.close($0) }
    methods.pointee.xRead = { SimulatedVFS.read($0, $1, $2, $3) }
    methods.pointee.xWrite = { SimulatedVFS.write($0, $1, $2, $3) }
    methods.pointee.xTruncate = { file, length in
      SimulatedVFS.with(file, orElse: IOError.truncate) { (system, descriptor) throws(SystemError) in
        try system.truncate(descriptor.number, to: Int(length))
        return SQLITE_OK
      }
    }
    methods.pointee.xSync = { file, _ in SimulatedVFS.sync(file) }
    methods.pointee.xFileSize = { file, out in
      SimulatedVFS.with(file, orElse: IOError.size) { (system, descriptor) throws(SystemError) in
        out!.pointee = Int64(try system.status(of: descriptor).length)
        return SQLITE_OK
      }
    }
    methods.pointee.xLock = { file, level in
      SimulatedVFS.with(file, orElse: IOError.lock) { (system, descriptor) throws(SystemError) in
        try system.lockDatabase(descriptor.number, level) ? SQLITE_OK : SQLITE_BUSY
      }
    }
    methods.pointee.xUnlock = { file, level in
      SimulatedVFS.with(file, orElse: IOError.unlock) { (system, descriptor) throws(SystemError) in
        system.unlockDatabase(descriptor.number, to: level)
        return SQLITE_OK
      }
    }
    methods.pointee.xCheckReservedLock = { file, out in
      SimulatedVFS.with(file, orElse: IOError.checkLock) { (system, descriptor) throws(SystemError) in
        out!.pointee = system.isReserved(descriptor.number) ? 1 : 0
        return SQLITE_OK
      }
    }
    methods.pointee.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
    // What SQLite's own says on Linux.
    methods.pointee.xSectorSize = { _ in 4096 }
    methods.pointee.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
    return UnsafePointer(methods)
  }()
}

/// SQLite's extended codes, whose macros Swift does not import.
private enum IOError {
  static let read = SQLITE_IOERR | 1 << 8
  static let shortRead = SQLITE_IOERR | 2 << 8
  static let write = SQLITE_IOERR | 3 << 8
  static let sync = SQLITE_IOERR | 4 << 8
  static let folderSync = SQLITE_IOERR | 5 << 8
  static let truncate = SQLITE_IOERR | 6 << 8
  static let size = SQLITE_IOERR | 7 << 8
  static let unlock = SQLITE_IOERR | 8 << 8
  static let delete = SQLITE_IOERR | 10 << 8
  static let access = SQLITE_IOERR | 13 << 8
  static let checkLock = SQLITE_IOERR | 14 << 8
  static let lock = SQLITE_IOERR | 15 << 8
  static let deleteMissing = SQLITE_IOERR | 23 << 8
}
