using System.Text.Json;
using NJsonSchema;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Plans.Reading;

namespace Orchestrator.Core.Tests.Plans;

public class PlanSchemaTests
{
    private static readonly string Schema = PlanSchema.Write(TestCatalog.All, assembly =>
        File.Exists(Path.ChangeExtension(assembly.Location, ".xml")) ? File.OpenRead(Path.ChangeExtension(assembly.Location, ".xml")) : null);

    private static readonly Lazy<Task<JsonSchema>> Independent = new(() => JsonSchema.FromJsonAsync(Schema));

    public static TheoryData<string> SampleFiles => [.. Samples.Files];

    [Theory]
    [MemberData(nameof(SampleFiles))]
    public async Task Write_Sample_IsValidForAnotherValidator(string file)
    {
        var errors = (await Independent.Value).Validate(ToJson(System.Text.Encoding.UTF8.GetString(Samples.Read(file))));

        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("version: 1", "version: 2")]
    [InlineData("name: orders", "name: Orders")]
    [InlineData("name: orders", "nmae: orders")]
    [InlineData("name: orders", "name: orders\nunknown: 1")]
    [InlineData("strategy: offline", "strategy: Offline")]
    [InlineData("strategy: offline", "strategy: offline\ndowntime: { tolerance: 30s }")]
    [InlineData("strategy: offline", "strategy: offline\ndowntime: { tolerance: P1M }")]
    [InlineData("strategy: offline", "strategy: offline\ndowntime: { tolerance: PT }")]
    [InlineData("strategy: offline", "strategy: offline\ndowntime: { windows: [ { start: 2030-01-01, duration: PT1H } ] }")]
    [InlineData("strategy: offline", "strategy: offline\napprovals: { cutovr: {} }")]
    [InlineData("strategy: offline", "strategy: offline\napprovals: { cutover: { required: 0 } }")]
    [InlineData("strategy: offline", "strategy: offline\napprovals: { cutover: { from: [] } }")]
    [InlineData("kind: postgresql", "kind: postgresq")]
    [InlineData("kind: postgresql", "kind: postgresql\n    parallelism: 0")]
    [InlineData("kind: postgresql", "kind: postgresql\n    paralelism: 2")]
    [InlineData("kind: blob, connection: env:C", "kind: blob")]
    [InlineData("kind: blob, connection: env:C", "connection: env:C")]
    [InlineData("command: a", "command: 7")]
    [InlineData("command: a", "command: ''")]
    [InlineData("command: a", "command: a, environment: { X: 1 }")]
    [InlineData("command: a", "command: a, arguments: x")]
    public async Task Write_BadPlan_IsRefusedByBoth(string old, string by)
    {
        var text = PlanText.Replace(old, by);

        Assert.NotEmpty(new PlanReader(TestCatalog.All).Read(text, "plan.yaml").Problems);
        Assert.NotEmpty((await Independent.Value).Validate(ToJson(text)));
    }

    [Theory]
    [InlineData("strategy: offline", "strategy: offline\ndowntime: { tolerance: P1W }")]
    [InlineData("strategy: offline", "strategy: offline\ndowntime: { tolerance: P1DT2H3M4.5S }")]
    [InlineData("strategy: offline", "strategy: offline\ndowntime: { windows: [ { start: '2030-01-01T00:00:00.5+01:00', duration: PT1H } ] }")]
    [InlineData("strategy: offline", "strategy: offline\ncriticality: mission-critical")]
    [InlineData("kind: blob,", "kind: blob, factor: 3,")]
    [InlineData("command: a", "command: a, health: { path: /x }")]
    public async Task Write_GoodPlan_IsTakenByBoth(string old, string by)
    {
        var text = PlanText.Replace(old, by);

        Assert.Empty(new PlanReader(TestCatalog.All).Read(text, "plan.yaml").Problems);
        Assert.Empty((await Independent.Value).Validate(ToJson(text)));
    }

    [Fact]
    public void Write_Model_HasDescriptionsAndDefaults()
    {
        var properties = JsonDocument.Parse(Schema).RootElement.GetProperty("properties");

        Assert.Equal("What an outage costs the business. Medium by default.", properties.GetProperty("criticality").GetProperty("description").GetString());
        Assert.Equal("medium", properties.GetProperty("criticality").GetProperty("default").GetString());
        Assert.Equal("P14D", properties.GetProperty("fallback").GetProperty("properties").GetProperty("keepFor").GetProperty("default").GetString());
        Assert.Equal(["command", "files", "postgresql"], properties.GetProperty("data").GetProperty("items").GetProperty("oneOf").EnumerateArray()
            .Select(kind => kind.GetProperty("properties").GetProperty("kind").GetProperty("enum")[0].GetString()));
    }

    /// <summary>The document as an editor's schema validator sees it, before any validation of ours.</summary>
    private static string ToJson(string text) => JsonSerializer.Serialize(ToValue(YamlPlanParser.Parse(text)!));

    private static object? ToValue(PlanNode node) => node.Kind switch
    {
        PlanNodeKind.Object => node.Entries.ToDictionary(entry => entry.Key.Text, entry => ToValue(entry.Value)),
        PlanNodeKind.List => node.Items.Select(ToValue).ToList(),
        PlanNodeKind.Text => node.Text,
        PlanNodeKind.Null => null,
        _ => JsonDocument.Parse(node.Text).RootElement,
    };
}
