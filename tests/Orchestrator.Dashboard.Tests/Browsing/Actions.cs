namespace Orchestrator.Dashboard.Tests.Browsing;

/// <summary>The names of the buttons that change something.</summary>
internal static class Actions
{
    public const string Approve = "Approve";
    public const string Reject = "Reject";
    public const string Retry = "Retry";
    public const string Skip = "Skip";
    public const string RollBack = "Roll back";
    public const string Pause = "Pause";
    public const string Resume = "Resume";
    public const string Cancel = "Cancel migration";
    public const string Close = "Finalize";
}
