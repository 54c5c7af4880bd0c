using System.Text.RegularExpressions;

namespace Orchestrator.Infra.Tests;

/// <summary>What the pages of the adapters ask for is what the role gives: a right that is missing would be noticed in a customer's night.</summary>
public sealed partial class PermissionTests
{
    private const string Module = "infra/modules/landingZoneAccess.bicep";

    private static readonly string[] Kinds =
    [
        "azureVm", "azureDisk", "armTemplate", "templateSpec", "dns", "azureDns", "trafficManager", "appConfiguration",
        "azureMigrate", "siteRecovery", "dataBox", "azCopy", "storageMover", "keyvault", "blob",
    ];

    // Actions of the data plane, which this role does not give, with the built-in role that does.
    private static readonly Dictionary<string, string> DataActions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.KeyVault/vaults/secrets/getSecret/action"] = "Key Vault Secrets User",
    };

    private static readonly string[] Granted = [.. ActionsIn(Repository.Read(Module))];

    private static string Folder => Path.Combine(Repository.Root, "docs", "adapters");

    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(Folder, "*.md").Select(path => Path.GetFileName(path)).Where(name => name != "README.md").Order()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Permissions_EachPage_AreGivenByTheRole(string page)
    {
        var section = SectionOf(Repository.Read($"docs/adapters/{page}"));
        Assert.Empty(Missing(section));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Index_EachPage_IsInIt(string page) =>
        Assert.Contains($"]({page})", Repository.Read("docs/adapters/README.md"), StringComparison.Ordinal);

    [Fact]
    public void Index_EachKind_HasALine() => Assert.Equal(
        Kinds.Order(), IndexLine().Matches(Repository.Read("docs/adapters/README.md")).Select(match => match.Groups[1].Value).Order());

    [Fact]
    public void Granted_Interpolated_IsReadWhole() => Assert.Contains(
        "Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationMigrationItems/migrate/action", Granted);

    [Theory]
    [InlineData("Microsoft.Nothing/things/read", false)]
    [InlineData("Microsoft.Compute/virtualMachines/start/actions", false)]
    [InlineData("microsoft.compute/virtualmachines/start/action", true)]
    [InlineData("Microsoft.Web/sites/slots/write", true)]
    [InlineData("Microsoft.KeyVault/vaults/secrets/getSecret/action", false)]
    public void Missing_AnAction_IsFoundUnlessItIsGiven(string action, bool isGiven) =>
        Assert.Equal(isGiven ? [] : [action], Missing($"```\n{action}\n```"));

    [Fact]
    public void Missing_DataAction_IsFineWithItsRole() =>
        Assert.Empty(Missing("The role *Key Vault Secrets User* has it.\n```\nMicrosoft.KeyVault/vaults/secrets/getSecret/action\n```"));

    [Fact]
    public void SectionOf_PageWithoutPermissions_IsRefused() => Assert.ThrowsAny<Exception>(() => SectionOf("# kind\n\n## Limits\n"));

    private static string SectionOf(string page) => Section().Match(page.ReplaceLineEndings("\n") + "\n## ") is { Success: true } match
        ? match.Groups[1].Value
        : throw new InvalidOperationException("The page has no heading '## Permissions'.");

    private static List<string> Missing(string section) =>
    [
        .. Block().Matches(section)
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.TrimEntries))
            .Where(line => line.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase))
            .Where(action => !Granted.Any(granted => Matches(granted, action)))
            .Where(action => !(DataActions.TryGetValue(action, out var role) && section.Contains(role, StringComparison.Ordinal))),
    ];

    private static bool Matches(string granted, string action) => Regex.IsMatch(
        action, $@"\A{Regex.Escape(granted).Replace(@"\*", ".*", StringComparison.Ordinal)}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // Texts of the module with the values of its variables put in. Names of resource types, which hold '@', are no actions.
    private static IEnumerable<string> ActionsIn(string module)
    {
        var variables = Variable().Matches(module).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return Quoted().Matches(module)
            .Select(match => Interpolated().Replace(match.Groups[1].Value, hole => variables.GetValueOrDefault(hole.Groups[1].Value, hole.Value)))
            .Where(text => text.StartsWith("Microsoft.", StringComparison.Ordinal) && !text.Contains('@') && text.Contains('/'));
    }

    [GeneratedRegex(@"^## Permissions\s*\n(.*?)\n## ", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^```\w*\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    // Linked when it has a page, which the other test demands.
    [GeneratedRegex(@"^\| \[?(?!Kind\b)(\w+)(?:\]\(\1\.md\))? \|", RegexOptions.Multiline)]
    private static partial Regex IndexLine();

    [GeneratedRegex(@"^var (\w+) = '([^']*)'", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex("'([^'\n]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Interpolated();
}
