using System.Text.RegularExpressions;
using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests;

/// <summary>Alerts look for what the product logs: an event of another name would never be found, and nobody would notice.</summary>
public sealed partial class AlertTests
{
    private static readonly string Log = Repository.Read("src/Orchestrator.Core/Log.cs");

    private static readonly BicepFile Alerts = BicepFile.Read(Path.Combine(Repository.Infra, "modules", "alerts.bicep"));

    private static IReadOnlyList<Node> Rules => Alerts.Of("var").Single(variable => variable.Name == "rules").Value!.Children;

    [Fact]
    public void Rules_Each_LooksForAnEventThatIsLogged() => Assert.All(Rules, rule =>
        Assert.Contains($"public static partial void {Event().Match(Query(rule)).Groups[1].Value}(", Log, StringComparison.Ordinal));

    [Theory]
    [InlineData("PeopleNeeded", "{Event}")]
    [InlineData("SyncLag", "{LagBytes}")]
    public void Rules_Columns_AreCarriedByTheEvent(string name, string placeholder)
    {
        var method = Log.IndexOf($"void {name}(", StringComparison.Ordinal);
        var message = Log[Log.LastIndexOf("[LoggerMessage", method, StringComparison.Ordinal)..method];
        Assert.Contains(placeholder, message, StringComparison.Ordinal);
        Assert.Contains("{MigrationId}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_Subjects_AreNotificationsThatExist()
    {
        var known = Repository.Read("src/Orchestrator.Core/Plans/NotificationEvent.cs");
        var subjects = Rules.SelectMany(rule => Subject().Matches(Query(rule))).SelectMany(match => Quoted().Matches(match.Value)).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(["Held", "NeedsOperator", "ApprovalNeeded", "Held"], subjects);
        Assert.All(subjects, subject => Assert.Contains($"    {subject},", known, StringComparison.Ordinal));
    }

    [Fact]
    public void Gate_Expiry_IsInTheTextThatApproversGet() =>
        Assert.Contains("until {waiting.ExpiresAt:u}", Repository.Read("src/Orchestrator.Core/Migrations/GateKeeper.cs"), StringComparison.Ordinal);

    [Fact]
    public void WayBack_Broken_IsToldInTheWordsThatAreLookedFor()
    {
        const string Words = "Going back is not possible any more";
        Assert.Equal(2, Rules.Count(rule => Query(rule).Contains($"'{Words}'", StringComparison.Ordinal)));
        Assert.Contains($"NotificationEvent.Held, $\"{Words} ", Repository.Read("src/Orchestrator.Core/Migrations/FallbackWindow.cs"), StringComparison.Ordinal);
    }

    private static string Query(Node rule) => string.Concat(rule.Find("query")!.All().Where(node => node.Kind == NodeKind.Text).Select(node => node.Text));

    [GeneratedRegex("Event == '([A-Za-z]+)'")]
    private static partial Regex Event();

    [GeneratedRegex(@"Subject (in \([^)]*\)|== '[A-Za-z]+')")]
    private static partial Regex Subject();

    [GeneratedRegex("'([A-Za-z]+)'")]
    private static partial Regex Quoted();
}
