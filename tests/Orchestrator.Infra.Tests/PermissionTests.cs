using System.Text.RegularExpressions;

namespace Orchestrator.Infra.Tests;

/// <summary>What an adapter's page says that it needs is what the role for landing zones can give.</summary>
public sealed partial class PermissionTests
{
    private static readonly string Role = Repository.Read("infra/modules/landingZoneAccess.bicep");

    [Theory]
    [InlineData("armTemplate")]
    [InlineData("templateSpec")]
    public void Permissions_OfAPage_AreInTheRole(string kind)
    {
        var actions = ActionsOf(Repository.Read($"docs/adapters/{kind}.md"));

        Assert.NotEmpty(actions);
        Assert.Equal([], actions.Where(action => !Role.Contains($"'{action}'", StringComparison.Ordinal)));
        Assert.All(actions, action => Assert.Matches(@"^Microsoft\.[A-Za-z]+(/[A-Za-z]+)+/(read|write|delete|action)$", action));
    }

    private static List<string> ActionsOf(string page)
    {
        var block = Block().Match(page);
        return [.. block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    [GeneratedRegex(@"^## Permissions$.*?^```\n(?<lines>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
