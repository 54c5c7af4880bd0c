using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>Opens the hub file, makes it when it is new, and takes the next epoch.</summary>
internal static class HubFile
{
    /// <summary>The format that this build writes; the number of the newest script in Schema/.</summary>
    public const int Format = 1;

    // WAL so that readers never wait for the writer; FULL so that a commit survives a power cut.
    private const string Settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000;";

    /// <summary>Opens the file for its one writer.</summary>
    /// <returns>The connection and the epoch of this host.</returns>
    /// <exception cref="HubUnavailableException">The file cannot be used.</exception>
    public static (HubConnection Connection, long Epoch) OpenForWriting(string hubPath)
    {
        if (File.Exists(hubPath) && (File.GetAttributes(hubPath) & FileAttributes.ReadOnly) != 0)
            throw ReadOnly(hubPath, inner: null);
        HubConnection? connection = null;
        try
        {
            connection = new(hubPath, SqliteOpenMode.ReadWriteCreate);
            connection.Run(Settings);
            CreateIfNew(connection);
            CheckFormat(connection, hubPath);
            return (connection, TakeEpoch(connection));
        }
        catch (Exception error) when (error is StorageException or SqliteException or HubUnavailableException)
        {
            connection?.Dispose();
            throw error as HubUnavailableException ?? Explain(hubPath, error);
        }
    }

    private static void CreateIfNew(HubConnection connection)
    {
        var tables = connection["SELECT count(*) FROM sqlite_master"];
        tables.Read();
        var isNew = tables.Int(0) == 0;
        tables.Reset();
        if (isNew)
            connection.Run($"BEGIN IMMEDIATE; {ReadScript("001-initial.sql")} COMMIT;");
    }

    private static void CheckFormat(HubConnection connection, string hubPath)
    {
        var hub = connection["SELECT format FROM hub"];
        hub.Read();
        var format = hub.Int(0);
        hub.Reset();
        if (format != Format)
            throw new HubUnavailableException(
                hubPath, $"has format {format}, and this version of the orchestrator knows format {Format}", "Run the version that wrote the file, or a newer one.");
    }

    private static long TakeEpoch(HubConnection connection)
    {
        var take = connection["UPDATE hub SET epoch = epoch + 1 RETURNING epoch"];
        take.Read();
        var epoch = take.Int(0);
        take.Execute();
        return epoch;
    }

    private static string ReadScript(string name)
    {
        using var stream = typeof(HubFile).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static HubUnavailableException Explain(string hubPath, Exception error)
    {
        var code = (error as StorageException)?.Code ?? (error as SqliteException)?.SqliteErrorCode ?? 0;
        return (code & 0xff) switch
        {
            raw.SQLITE_READONLY => ReadOnly(hubPath, error),
            raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT or raw.SQLITE_ERROR => new(
                hubPath, "is not a hub file, or is damaged", "Choose another file, or restore this one from a backup.", error),
            raw.SQLITE_FULL => new(hubPath, "cannot be written: the disk is full", "Free some space and start again.", error),
            _ => new(hubPath, $"cannot be opened ({error.Message})", "Check that the path is a file that the user who runs the orchestrator may write.", error),
        };
    }

    private static HubUnavailableException ReadOnly(string hubPath, Exception? inner) =>
        new(hubPath, "is read-only", "Make the file and its folder writable for the user who runs the orchestrator.", inner);
}
