using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>What a backup holds, beside the dump itself.</summary>
internal sealed record BackupManifest
{
    private const string FileName = "contents.json";

    /// <summary>The major version of the server that was backed up.</summary>
    public required int Major { get; init; }

    /// <summary>How many rows it holds, by the server's estimate.</summary>
    public required long RowCount { get; init; }

    /// <summary>The sizes of tables and indexes, by name without schema as the programs' logs have it.</summary>
    public required IReadOnlyList<SizedObject> Objects { get; init; }

    /// <summary>Whether there was a schema <c>public</c>; a new database has one.</summary>
    public required bool HasPublicSchema { get; init; }

    /// <summary>Statements that bring the database's own settings and rights over; <c>{0}</c> stands for the database.</summary>
    public required IReadOnlyList<string> DatabaseStatements { get; init; }

    /// <summary>What it contains in sums; only in a rehearsal, where the source changes afterwards.</summary>
    public DatabaseContents? Contents { get; init; }

    /// <summary>The folder of the dump inside of a backup.</summary>
    public static string DumpFolder(string folder) => Path.Combine(folder, "dump");

    /// <summary>Writes it, last of all: a backup without it is not complete.</summary>
    public async Task WriteAsync(string folder, CancellationToken cancellation)
    {
        var draft = Path.Combine(folder, $"{FileName}.part");
        await using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.WriteThrough))
            await System.Text.Json.JsonSerializer.SerializeAsync(file, this, DurableJson.Options, cancellation);
        File.Move(draft, Path.Combine(folder, FileName), overwrite: true);
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="AdapterException">The folder holds no complete backup.</exception>
    public static async Task<BackupManifest> ReadAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new AdapterException("holds no complete backup of a database", $"folder {folder}", "Run the backup again", isTransient: false);
        return DurableJson.Read<BackupManifest>(await File.ReadAllTextAsync(path, cancellation))!;
    }
}
