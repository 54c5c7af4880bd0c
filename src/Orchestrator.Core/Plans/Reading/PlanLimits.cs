namespace Orchestrator.Core.Plans.Reading;

/// <summary>What a plan file may use at most, so that no file can exhaust the server.</summary>
internal static class PlanLimits
{
    /// <summary>The size of a file: a thousand times that of a long plan.</summary>
    public const int FileBytes = 1024 * 1024;

    /// <summary>How deep lists and objects may be nested; the model itself needs six.</summary>
    public const int Depth = 64;

    /// <summary>How many problems are reported; after that the count alone.</summary>
    public const int Problems = 200;

    /// <summary>How much of a file's own text a message quotes.</summary>
    public const int QuotedLength = 60;
}
