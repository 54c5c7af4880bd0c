namespace Orchestrator.Adapters.Local.Processes;

/// <summary>Processes with all that belong to them.</summary>
internal static class ProcessFamily
{
    /// <summary>Adds the members of the groups that the roots lead, and all descendants.</summary>
    /// <param name="roots">Process ids.</param>
    /// <param name="all">All running processes.</param>
    /// <returns>The family; the roots that no longer run are not in it.</returns>
    public static IReadOnlyList<ProcessEntry> Of(IReadOnlySet<int> roots, IReadOnlyList<ProcessEntry> all)
    {
        var family = roots.ToHashSet();
        int before;
        do
        {
            before = family.Count;
            family.UnionWith(all.Where(process => family.Contains(process.ParentPid) || roots.Contains(process.GroupId)).Select(process => process.Pid));
        }
        while (family.Count > before);

        return [.. all.Where(process => family.Contains(process.Pid) && process.Pid != Environment.ProcessId)];
    }

    /// <summary>The member that no other one started.</summary>
    public static ProcessEntry HeadOf(IReadOnlyList<ProcessEntry> family) =>
        family.FirstOrDefault(process => family.All(other => other.Pid != process.ParentPid)) ?? family[0];
}
