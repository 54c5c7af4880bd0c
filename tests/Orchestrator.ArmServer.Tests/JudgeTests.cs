using System.Text.Json.Nodes;
using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

/// <summary>The judge itself, by a small description of our own, so that it is tested where Microsoft's are missing.</summary>
public sealed class JudgeTests(JudgeTests.SmallJudge small) : IClassFixture<JudgeTests.SmallJudge>
{
    private const string Disk = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/disks/d";

    private static readonly Dictionary<string, string> Json = new() { ["Content-Type"] = "application/json" };

    [Fact]
    public async Task Judge_RightExchange_HasNoProblem() => Assert.Empty(await ProblemsAsync(Put(), Body()));

    [Fact]
    public async Task Judge_UnknownPropertyInTheRequest_IsWrong() => Assert.Contains("OBJECT_ADDITIONAL_PROPERTIES",
        await ProblemsAsync(Put().Replace("\"location\"", "\"nonsense\":1,\"location\"", StringComparison.Ordinal), Body()), StringComparison.Ordinal);

    [Fact]
    public async Task Judge_RequiredPropertyMissing_IsWrong() => Assert.Contains("OBJECT_MISSING_REQUIRED_PROPERTY",
        await ProblemsAsync("""{"properties":{"creationData":{"createOption":"Empty"}}}""", Body()), StringComparison.Ordinal);

    [Fact]
    public async Task Judge_UnknownPropertyInTheAnswer_IsWrong()
    {
        var body = Body();
        body["properties"]!["nonsense"] = 1;
        Assert.Contains("answer: OBJECT_ADDITIONAL_PROPERTIES", await ProblemsAsync(Put(), body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_WrongTypeInTheAnswer_IsWrong()
    {
        var body = Body();
        body["properties"]!["diskSizeGB"] = "four";
        Assert.Contains("answer: INVALID_TYPE", await ProblemsAsync(Put(), body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_UnknownApiVersion_IsWrong() => Assert.NotEmpty(await ProblemsAsync(Put(), Body(), "2001-01-01"));

    [Theory]
    [InlineData(404, Disk)]
    [InlineData(0, Disk)]
    [InlineData(200, "/kv/key")]
    [InlineData(200, "/subscriptions/s/providers/Microsoft.Compute/locations/l/operations/1")]
    public async Task Judge_WhatIsNotDescribed_IsExempt(int status, string path)
    {
        var verdict = Assert.Single(await small.Judge.JudgeAsync([Exchange("", null, "2023-04-02") with { Status = status, Target = path }]));
        Assert.NotNull(verdict.Exemption);
    }

    [Fact]
    public async Task AssertRight_SomethingWrong_NamesIt()
    {
        var recorder = new Recorder();
        recorder.Add(Exchange("{}", Body(), "2023-04-02"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => small.Judge.AssertRightAsync(recorder));
        Assert.Contains($"PUT {Disk}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_WithoutDescriptions_SaysHowToGetThem()
    {
        var judge = new ArmJudge(null);
        var verdict = Assert.Single(await judge.JudgeAsync([Exchange("{}", Body(), "2023-04-02")]));
        Assert.Contains("ORCHESTRATOR_ARM_SPECS", verdict.Exemption, StringComparison.Ordinal);
    }

    private static string Put() => """{"location":"westeurope","properties":{"creationData":{"createOption":"Empty"},"diskSizeGB":4}}""";

    private static JsonObject Body()
    {
        var body = (JsonObject)JsonNode.Parse(Put())!;
        (body["id"], body["name"], body["type"]) = (Disk, "d", "Microsoft.Compute/disks");
        return body;
    }

    private async Task<string> ProblemsAsync(string sent, JsonObject answered, string version = "2023-04-02") =>
        string.Join('\n', Assert.Single(await small.Judge.JudgeAsync([Exchange(sent, answered, version)])).Problems);

    private static RecordedExchange Exchange(string sent, JsonObject? answered, string version) => new()
    {
        Method = "PUT",
        Target = $"{Disk}?api-version={version}",
        RequestHeaders = Json,
        RequestBody = sent,
        Status = 200,
        AnswerHeaders = Json,
        AnswerBody = answered,
    };

    public sealed class SmallJudge : IDisposable
    {
        private readonly Validator _validator = new(Path.Combine(AppContext.BaseDirectory, "Descriptions"), ["specification/**/resource-manager/**/*.json"]);

        public SmallJudge() => Judge = new(_validator);

        public ArmJudge Judge { get; }

        public void Dispose() => _validator.Dispose();
    }
}
