namespace Orchestrator.Dashboard.Tests.Browsing;

/// <summary>Where the pages are.</summary>
internal static class Addresses
{
    public const string Now = "/dashboard";

    /// <summary>The list with what has a text.</summary>
    public static string Only(string text) => $"{Now}?q={Uri.EscapeDataString(text)}";

    public static string Migration(string id) => $"/dashboard/migrations/{id}";

    public static string Approval(string id, string gate = "cutover") => $"/dashboard/migrations/{id}/approvals/{gate}";

    public static string Report(string id) => $"/dashboard/migrations/{id}/report";
}
