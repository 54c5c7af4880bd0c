using System.Text;
using Orchestrator.Adapters.Azure.Blob;

namespace Orchestrator.Adapters.Azure.Ledger;

/// <summary>
/// The layout of the container: <c>ID/audit.jsonl</c>, <c>ID/documents/NAME</c> and <c>ID/progress/STEP</c> of a migration;
/// <c>heads/ID</c>, apart from it, so that a removed folder is missed; <c>claims/KEY</c>.
/// </summary>
internal static class LedgerNames
{
    private const int LongestKey = 250;

    /// <summary>A part of a migration's audit trail.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <param name="index">0 for the first part, which is <c>audit.jsonl</c>; the next is <c>audit.2.jsonl</c>.</param>
    /// <returns>The blob's name.</returns>
    public static string ForAudit(string migrationId, int index) =>
        index == 0 ? $"{Folder(migrationId)}/audit.jsonl" : $"{Folder(migrationId)}/audit.{index + 1}.jsonl";

    /// <summary>How far a migration's audit trail reaches.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <returns>The blob's name.</returns>
    public static string ForHead(string migrationId) => $"heads/{Key(migrationId)}";

    /// <summary>A document.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <param name="name">Its name, with slashes.</param>
    /// <returns>The blob's name.</returns>
    public static string ForDocument(string migrationId, string name) => $"{Folder(migrationId)}/documents/{BlobNames.EscapePath(name)}";

    /// <summary>A claim.</summary>
    /// <param name="key">What is claimed.</param>
    /// <returns>The blob's name.</returns>
    public static string ForClaim(string key) => $"claims/{Key(key)}";

    /// <summary>The progress of all steps of a migration.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <returns>What the blobs' names begin with.</returns>
    public static string ForProgress(string migrationId) => $"{Folder(migrationId)}/progress/";

    /// <summary>The progress of a step.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <param name="step">The step.</param>
    /// <returns>The blob's name.</returns>
    public static string ForProgress(string migrationId, string step) => $"{ForProgress(migrationId)}{Key(step)}";

    private static string Folder(string migrationId) => migrationId is "claims" or "heads" ? $"=/{migrationId}" : Key(migrationId);

    // No escaped text has a slash, so none is the same as a hashed one.
    private static string Key(string text) =>
        BlobNames.Escape(text) is { Length: > 0 and <= LongestKey } key ? key : $"=/{BackupManifest.HashOf(Encoding.UTF8.GetBytes(text))}";
}
