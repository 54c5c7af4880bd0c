using Azure.Storage.Blobs.Models;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>Chooses access tiers.</summary>
internal static class BackupTiers
{
    // https://learn.microsoft.com/azure/storage/blobs/access-tiers-overview: what leaves a tier before its minimum
    // retention is charged as if it had stayed.
    private const int CoolDays = 30;
    private const int ColdDays = 90;
    private const int ArchiveDays = 180;

    /// <summary>The tier that a plan asks for.</summary>
    /// <param name="tier">What the plan says.</param>
    /// <param name="retain">How long the backup is kept.</param>
    /// <returns>The tier; <see langword="null"/> for the account's own.</returns>
    public static AccessTier? For(BackupTier? tier, TimeSpan retain) => tier switch
    {
        null => (AccessTier?)null,
        BackupTier.Hot => AccessTier.Hot,
        BackupTier.Cool => AccessTier.Cool,
        BackupTier.Cold => AccessTier.Cold,
        BackupTier.Archive => AccessTier.Archive,
        _ => ForDays(retain.TotalDays),
    };

    /// <summary>The tier while the migration runs: a restore in its downtime must not wait for hours.</summary>
    /// <param name="final">The tier in the end.</param>
    /// <returns>The same, save archive, which waits.</returns>
    public static AccessTier? WhileRunning(AccessTier? final) => final == AccessTier.Archive ? AccessTier.Hot : final;

    private static AccessTier ForDays(double days) => days switch
    {
        < CoolDays => AccessTier.Hot,
        < ColdDays => AccessTier.Cool,
        < ArchiveDays => AccessTier.Cold,
        _ => AccessTier.Archive,
    };
}
