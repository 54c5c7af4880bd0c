using System.Text.Json;
using Orchestrator.Adapters.PostgreSql.Replication;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Keeps what a verification remembers in a file, which is whole whenever somebody reads it.</summary>
/// <param name="scope">The step.</param>
/// <param name="names">The sync.</param>
/// <param name="isFinal">Whether it is what a comparison in the freeze found, which the opposite direction begins with.</param>
internal sealed class StateFile(StepScope scope, SyncNames names, bool isFinal = false)
{
    private string FilePath => Path.Combine(scope.WorkFolder, "verification", $"{names.TrackerSlot}{(isFinal ? "_final" : "")}.json");

    /// <summary>Reads it.</summary>
    /// <returns><see langword="null"/> when there is none, or none that can be read: then nothing is proven.</returns>
    public async Task<VerificationState?> ReadAsync(CancellationToken cancellation)
    {
        if (!File.Exists(FilePath))
            return null;
        try
        {
            await using var file = File.OpenRead(FilePath);
            return await JsonSerializer.DeserializeAsync<VerificationState>(file, DurableJson.Options, cancellation);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Writes it. Should a power cut undo the renaming, the older state tells of a position that the leader's slot has
    /// passed, and is not believed.
    /// </summary>
    public async Task WriteAsync(VerificationState state, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        var draft = $"{FilePath}.part";
        await using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await JsonSerializer.SerializeAsync(file, state, DurableJson.Options, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, FilePath, overwrite: true);
    }

    /// <summary>Removes it.</summary>
    public void Remove()
    {
        if (!Directory.Exists(Path.GetDirectoryName(FilePath)))
            return; // a file that is missing is fine to delete, one in a missing folder is not
        File.Delete(FilePath);
        File.Delete($"{FilePath}.part");
    }
}
