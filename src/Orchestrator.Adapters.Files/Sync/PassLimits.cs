using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>How long a pass may copy, and where it begins to. What it does not copy is left to the next.</summary>
internal sealed class PassLimits(TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>After how long no further file is begun.</summary>
    /// <value><see langword="null"/>, the default, for a pass over everything.</value>
    internal TimeSpan? Most { get; init; }

    /// <summary>Up to where the last pass has copied what changed.</summary>
    internal TreePath? ResumeAfter { get; init; }

    /// <summary>Hears how many bytes were written.</summary>
    internal Action<long> Copied { get; init; } = static _ => { };

    /// <summary>The last path before the time was over; <see langword="null"/> when it was enough.</summary>
    internal TreePath? StoppedAfter { get; private set; }

    /// <summary>Whether a change is left to the next pass. Folders and hard-linked files never are: others depend on them.</summary>
    internal bool Postpones(WalkedEntry walked)
    {
        if (Most is null || walked.Type != EntryType.File || walked.Status.LinkCount > 1) return false;
        if (ResumeAfter is not null && TreePath.Compare(walked.Path, ResumeAfter) < 0) return true;
        if (time.GetElapsedTime(_startedAt) < Most) return false;
        StoppedAfter ??= walked.Path;
        return true;
    }
}
