namespace Orchestrator.Core.Activities;

/// <summary>The addresses of the dashboard's pages.</summary>
internal static class DashboardLinks
{
    /// <summary>Links to a migration, or to what is to be decided at one of its gates.</summary>
    /// <param name="host">Where people reach the host; the link is a path when it is unknown.</param>
    /// <param name="migrationId">The migration.</param>
    /// <param name="gate">The gate that waits, when one does.</param>
    /// <returns>The link.</returns>
    public static string To(Uri? host, string migrationId, string? gate)
    {
        var page = $"/dashboard/migrations/{Uri.EscapeDataString(migrationId)}";
        return host?.AbsoluteUri.TrimEnd('/') + (gate is null ? page : $"{page}/approvals/{Uri.EscapeDataString(gate)}");
    }
}
