using Orchestrator.Adapters.PostgreSql.Tools;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>Whether servers and programs fit each other.</summary>
internal static class VersionChecks
{
    /// <summary>The oldest server whose text form of values is the same as that of the newest.</summary>
    private const int OldestMajor = 12;

    /// <summary>Looks at a real pair of servers.</summary>
    public static IEnumerable<Finding> Run(Sides sides) =>
        Compare(sides.Source.Major, sides.Target.Major, ToolFinder.Find(sides.Source.Major)?.Major)
            .Select(finding => finding with { Subject = finding.Subject == "target" ? sides.TargetName : sides.SourceName });

    /// <summary>Compares major versions.</summary>
    /// <param name="source">The source server's.</param>
    /// <param name="target">The target server's.</param>
    /// <param name="tools">That of the programs that would be used; <see langword="null"/> when none fit.</param>
    internal static IEnumerable<Finding> Compare(int source, int target, int? tools)
    {
        if (source < OldestMajor)
            yield return new Finding("source", $"PostgreSQL {source} is too old: {OldestMajor} and newer can be compared row by row", $"Upgrade the source to {OldestMajor} or newer with pg_upgrade", true);
        if (target < source)
            yield return new Finding("target", $"the target runs PostgreSQL {target} and the source {source}; a dump cannot go back", $"Use a target of version {source} or newer", true);
        if (tools is null)
            yield return new Finding("source", $"pg_dump {source} or newer is not installed on this machine", ToolFinder.Remedy(source), true);
        else if (tools > target)
            yield return new Finding("target", $"pg_dump {tools} writes for servers newer than the target's {target}", ToolFinder.Remedy(source), true);
    }
}
