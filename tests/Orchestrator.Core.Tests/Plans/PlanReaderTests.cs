using System.Globalization;
using System.Text.Json;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Tests.Plans;

public class PlanReaderTests
{
    private readonly PlanReader _reader = new(TestCatalog.All);

    public static TheoryData<string> SampleFiles => [.. Samples.Files];

    [Theory]
    [MemberData(nameof(SampleFiles))]
    public void Read_Sample_IsValid(string file)
    {
        var result = _reader.Read(Samples.Read(file), file);

        Assert.Empty(result.Problems);
        Assert.True(result.IsValid);
    }

    [Fact]
    public void Read_FullPlan_ReadsEveryPart()
    {
        var plan = _reader.Read(Samples.Read("full.yaml"), "full.yaml").OrThrow();

        Assert.Equal(Criticality.High, plan.Criticality);
        Assert.Equal(TimeSpan.FromMinutes(30), plan.Downtime.Tolerance);
        Assert.Equal(new DateTimeOffset(2030, 12, 14, 23, 0, 0, TimeSpan.FromHours(1)), plan.Downtime.Windows[1].Start);
        Assert.Equal("env:ORDERS_SOURCE", plan.Data[0].Source.GetProperty("connection").GetString());
        Assert.Equal(2, plan.Data[0].ReadSettings<TestCatalog.PostgreSqlKeys>().Parallelism);
        Assert.Equal("db", plan.Checks[1].Data);
        Assert.Equal(2, plan.Approvals["cutover"].Required);
        Assert.Equal(ExpiryPolicy.Hold, plan.Approvals["cutover"].OnExpiry);
        Assert.Equal(FailurePolicy.Hold, plan.OnFailure);
        Assert.Equal(8, plan.Notify[0].On.Count);
    }

    [Fact]
    public void Read_FullPlan_HasEveryKeyOfTheModel()
    {
        var text = System.Text.Encoding.UTF8.GetString(Samples.Read("full.yaml"));

        Assert.All(typeof(MigrationPlan).GetProperties(), property => Assert.Contains(JsonNamingPolicy.CamelCase.ConvertName(property.Name) + ":", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_ManyProblems_ReportsAllInOrderOfTheFile()
    {
        const string Text =
            """
            version: 2
            nmae: orders
            environment: prod
            downtime: { tolerance: 30s }
            data:
              - { name: db, kind: postgresq, source: {} }
              - { name: db, kind: files, source: { path: 7 }, target: { path: /b } }
            checks:
              - { name: c, kind: sql, data: dbb, query: "select 1" }
            approvals: { cutovr: {} }
            """;

        var problems = _reader.Read(Text, "plan.yaml").Problems;

        Assert.Equal(
            """
            plan.yaml:1:1: The key 'name' is missing. Add 'name:' with a text.
            plan.yaml:1:10: version: This is '2', and must be 1.
            plan.yaml:2:1: nmae: The key 'nmae' is not known here. Did you mean 'name'?
            plan.yaml:3:14: environment: This is 'prod', and must be one of development, test, staging, production.
            plan.yaml:4:24: downtime.tolerance: The duration '30s' is not an ISO 8601 duration. Write PT30S.
            plan.yaml:6:23: data[0].kind: The kind 'postgresq' is not known here. Did you mean 'postgresql'? Use one of: command, files, postgresql.
            plan.yaml:7:13: data[1].name: The name 'db' is taken already. Give each its own name.
            plan.yaml:7:46: data[1].source.path: This is a number, and must be a text. Put it in quotes.
            plan.yaml:9:33: checks[0].data: There is no data component 'dbb'. Did you mean 'db'?
            plan.yaml:10:14: approvals.cutovr: The key 'cutovr' is not known here. Did you mean 'cutover'?
            """.ReplaceLineEndings("\n"),
            string.Join('\n', problems));
    }

    [Theory]
    [InlineData("name: orders", "name: Orders", "2:7 name: This is 'Orders', and must be a DNS label: 1 to 63 lower-case letters, digits and hyphens, not beginning or ending with a hyphen.")]
    [InlineData("name: orders", "name: 123", "2:7 name: This is a number, and must be a text. Put it in quotes.")]
    [InlineData("name: orders", "name:", "2:6 name: The key has no value. Write one, or remove the key.")]
    [InlineData("name: orders", "name: orders\nname: again", "3:1 name: The key is written twice; first in line 2. Remove one of them.")]
    [InlineData("version: 1", "version: 99999999999999999999999999999999", "1:10 version: This number is too large or is no number. Write 1.")]
    [InlineData("version: 1", "version: '1'", "1:10 version: This is a text, and must be a whole number. Remove the quotes, or correct it.")]
    [InlineData("version: 1", "version: 1.5", "1:10 version: This is a number, and must be a whole number.")]
    [InlineData("backup: { kind: blob,", "backup: { kind: blob, memoryBytes: 16MiB,", "12:36 backup.memoryBytes: This is a text, and must be a whole number. Write the number of bytes: 16777216.")]
    [InlineData("backup: { kind: blob,", "backup: { kind: blob, memoryBytes: 5,", "12:36 backup.memoryBytes: This is '5', and must be a whole number from 1048576 to 1073741824.")]
    [InlineData("backup: { kind: blob,", "backup: { kind: blob, retain: PT0S,", "12:31 backup.retain: The duration 'PT0S' is too short. It must be more than zero.")]
    [InlineData("backup: { kind: blob,", "backup: { kind: blob, container: A,", "12:34 backup.container: This is 'A', and must match ^[a-z0-9](-?[a-z0-9]){2,62}$.")]
    [InlineData("backup: { kind: blob, connection: env:C }", "backup: { connection: env:C }", "12:9 backup: The key 'kind' is missing. Add 'kind:' with a text.")]
    [InlineData("backup: { kind: blob, connection: env:C }", "backup: blob", "12:9 backup: This is a text, and must be keys with values, among them kind.")]
    [InlineData("backup: { kind: blob, connection: env:C }", "", "3:11 strategy: An offline migration needs 'backup': where the backup is stored. Add 'backup:'.")]
    [InlineData("target: { connection: env:B }", "target: { connection: env:A }", "11:13 data[0].target: The target is the same place as the source. Nothing can be moved onto itself; write where it goes.")]
    [InlineData("command: a }", "command: a, health: { timeout: 5 minutes } }", "5:59 compute.source.health.timeout: The duration '5 minutes' is not an ISO 8601 duration. Write PT5M.")]
    [InlineData("command: a }", "command: a, arguments: x }", "5:51 compute.source.arguments: This is a text, and must be a list. Begin each item with '- ', or write it in [ ].")]
    [InlineData("command: a }", "command: '' }", "5:37 compute.source.command: This text is empty. Write at least 1 characters.")]
    [InlineData("command: a }", "command: a, environment: { X: '{target:web}' } }", "5:58 compute.source.environment.X: The placeholder '{target:web}' names no data component. Use one of: db.")]
    [InlineData("command: a }", "command: a, environment: { X: '{output:ip}' } }", "5:58 compute.source.environment.X: The placeholder '{output:ip}' is an output of the infrastructure, and the plan makes none. Write the value, or add 'infrastructure' of a kind that gives outputs.")]
    public void Read_OneMistake_SaysWhereAndWhat(string old, string by, string expected) => AssertProblem(PlanText.Replace(old, by), expected);

    [Theory]
    [InlineData("downtime: { tolerance: P1M }", "13:24 downtime.tolerance: The duration 'P1M' is ambiguous: months and years have no fixed length. Write days, for example P30D.")]
    [InlineData("downtime: { tolerance: -PT5S }", "13:24 downtime.tolerance: The duration '-PT5S' is less than zero. Write a duration such as PT30S.")]
    [InlineData("downtime: { tolerance: PT0S }", "13:24 downtime.tolerance: An offline migration is downtime, and the plan accepts none. State how long the workload may be down, or choose 'strategy: online'.")]
    [InlineData("downtime: { tolerance: P99999D }", "13:24 downtime.tolerance: The duration 'P99999D' is too long. Write at most P3650D.")]
    [InlineData("downtime: { tolerance: 30 }", "13:24 downtime.tolerance: This is a number, and must be a duration such as PT30S, PT4H or P14D. Write PT30S if seconds are meant.")]
    [InlineData("downtime: { windows: [ { start: 2030-01-01T00:00:00, duration: PT1H } ] }", "13:33 downtime.windows[0].start: This time has no time zone. End it with 'Z' for UTC or with an offset such as '+01:00'.")]
    [InlineData("downtime: { windows: [ { start: 2030-01-01T00:00:00Z, duration: PT2H }, { start: 2030-01-01T01:00:00Z, duration: PT1H } ] }", "13:73 downtime.windows[1]: This window overlaps with windows[0]. Join them, or move one.")]
    [InlineData("dependsOn: [ orders ]", "13:14 dependsOn[0]: The workload depends on itself. Remove it.")]
    [InlineData("approvals: { cutover: { from: [ aprover ] } }", "13:33 approvals.cutover.from[0]: There is no role 'aprover'. Did you mean 'approver'?")]
    [InlineData("approvals: { cutover: { required: 2, from: [ maria ] } }", "13:44 approvals.cutover.from: The gate needs 2 approvals, and names 1 who may give them. Name a role, or more people.")]
    [InlineData("approvals: { cutover: { from: [] } }", "13:31 approvals.cutover.from: The list has 0 items, and must have at least 1.")]
    [InlineData("fallback: { reverseSync: true }", "13:26 fallback.reverseSync: Only an online migration can keep the source up to date after cutover. Remove it, or choose 'strategy: online'.")]
    [InlineData("notify: [ { kind: webhook, url: env:X, on: [ start ] } ]", "13:46 notify[0].on[0]: This is 'start', and must be one of started, approvalNeeded, held, cutOver, failed, rolledBack, needsOperator, completed. Did you mean 'started'?")]
    [InlineData("traffic: { kind: gateway, admin: a, key: file:k, address: b, maxHold: PT1H }", "13:71 traffic.maxHold: The duration 'PT1H' is too long. Write at most PT5M.")]
    [InlineData("onFailure: hodl", "13:12 onFailure: This is 'hodl', and must be one of rollback, hold. Did you mean 'hold'?")]
    public void Read_OneMistakeMore_SaysWhereAndWhat(string more, string expected) => AssertProblem(PlanText.With(more), expected);

    [Theory]
    [InlineData("connection: env:A", "connection: 'Host=h;Username=u;Password=hunter2'")]
    [InlineData("connection: env:C", "connection: 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=hunter2=='")]
    [InlineData("connection: env:A", "connection: 'postgres://u:hunter2@h/db'")]
    [InlineData("connection: env:C", "connection: 'https://a.blob.core.windows.net/?sv=1&sig=hunter2'")]
    [InlineData("command: a", "command: a, arguments: [ '--password=hunter2' ]")]
    [InlineData("command: a", "command: a, environment: { DB_PASSWORD: hunter2 }")]
    [InlineData("name: orders", "name: 'Password=hunter2'")]
    [InlineData("name: orders", "'Password=hunter2': orders")]
    public void Read_SecretInClear_IsRefusedAndNotRepeated(string old, string by)
    {
        var problems = _reader.Read(PlanText.Replace(old, by), "plan.yaml").Problems;

        Assert.NotEmpty(problems);
        Assert.DoesNotContain(problems, problem => problem.ToString().Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("connection: env:A", "connection: 'env:A B'")]
    [InlineData("connection: env:A", "connection: 'keyvault:http://v/secrets/x'")]
    [InlineData("connection: env:A", "connection: 'file:'")]
    public void Read_ReferenceThatCannotBeResolved_IsRefused(string old, string by)
    {
        var problem = Assert.Single(_reader.Read(PlanText.Replace(old, by), "plan.yaml").Problems);

        Assert.Equal("This reference to a secret cannot be resolved.", problem.Message);
    }

    [Theory]
    [InlineData("keyvault:https://v.vault.azure.net/secrets/orders-db")]
    [InlineData("file:/run/secrets/db")]
    [InlineData("Host=127.0.0.1;Database=orders;Username=me")]
    public void Read_ConnectionWithoutSecret_IsValid(string connection) =>
        Assert.Empty(_reader.Read(PlanText.Replace("connection: env:A", $"connection: '{connection}'"), "plan.yaml").Problems);

    [Fact]
    public void Read_SqlAboutPasswords_IsNoSecret() =>
        Assert.Empty(_reader.Read(PlanText.With("checks: [ { name: c, kind: sql, data: db, query: \"select count(*) from users where password = 'x'\" } ]"), "plan.yaml").Problems);

    [Fact]
    public void Read_AutoStrategy_NeedsWhatTheChosenOneNeeds()
    {
        var problem = Assert.Single(_reader.Read("version: 1\nname: a\ncompute: { source: { kind: process, command: a }, target: { kind: process, command: b } }", "p.yaml").Problems);

        Assert.Equal("An offline migration needs 'backup': where the backup is stored. Offline was chosen: The workload is not mission-critical, and the plan states no tolerated downtime; offline is the simplest and safest way.", problem.Message);
    }

    [Fact]
    public void Read_JsonMistake_SaysWhereAndWhat()
    {
        var problem = Assert.Single(_reader.Read("{\n  \"version\": 1,\n  \"name\": \"a\",\n  \"ö\": {}, \"dependsOn\": [1],\n  \"strategy\": \"online\", \"data\": [] }", "p.json").Problems, it => it.Path == "dependsOn[0]");

        Assert.Equal((4, 26), (problem.Line, problem.Column));
    }

    [Fact]
    public void Read_DefaultsAndNumbers_ReachTheModel()
    {
        var plan = _reader.Read(PlanText.Replace("kind: blob,", "kind: blob, memoryBytes: 0x100000, factor: 2.50,"), "plan.yaml").OrThrow();

        var keys = plan.Backup!.ReadSettings<TestCatalog.BlobKeys>();
        Assert.Equal((1048576, 2.5), (keys.MemoryBytes, keys.Factor));
        Assert.Equal(TimeSpan.FromDays(30), plan.Backup!.Retain);
    }

    [Fact]
    public void OrThrow_Problems_NamesThemAll()
    {
        var error = Assert.Throws<PlanInvalidException>(() => _reader.Read("version: 1\nname: A\nx: 1", "p.yaml").OrThrow());

        Assert.Equal(3, error.Problems.Count);
        Assert.StartsWith("The plan 'p.yaml' has 3 problems:\np.yaml:1:1: ", error.Message, StringComparison.Ordinal);
    }

    private void AssertProblem(string text, string expected)
    {
        var problem = Assert.Single(_reader.Read(text, "plan.yaml").Problems);
        var place = string.Create(CultureInfo.InvariantCulture, $"{problem.Line}:{problem.Column} {problem.Path}: {problem.Message}");
        Assert.Equal(expected, problem.Remedy is null ? place : $"{place} {problem.Remedy}");
    }
}
