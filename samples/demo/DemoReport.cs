using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Demo;

/// <summary>What the demo shows of a migration that has ended, all of it read from the product's own report.</summary>
internal sealed class DemoReport
{
    private readonly MigrationReport _report;

    private DemoReport(MigrationReport report) => _report = report;

    /// <summary>How the migration stands.</summary>
    public MigrationState State => _report.Status.State;

    /// <summary>Reads the report of a migration.</summary>
    public static async Task<DemoReport> ReadAsync(HttpClient client, string id) =>
        new(DurableJson.Read<MigrationReport>(await client.GetStringAsync(new Uri($"/api/migrations/{id}/report?format=json", UriKind.Relative)))!);

    /// <summary>The migration that waits for an approval, if one does.</summary>
    public static async Task<MigrationStatus?> WaitingAsync(HttpClient client) =>
        (await ListAsync(client)).FirstOrDefault(status => status.WaitingFor is not null);

    /// <summary>The migration that was started last.</summary>
    public static async Task<string> NewestAsync(HttpClient client) =>
        await ListAsync(client) is [var newest, ..] ? newest.Id : throw new InvalidOperationException("No migration was started; see above.");

    /// <summary>How many acknowledged writes are missing.</summary>
    public static int Lost(JsonElement verified) => verified.GetProperty("lost").GetInt32() + verified.GetProperty("uploadsLost").GetInt32();

    /// <summary>The downtime that the runbook has measured, in words.</summary>
    public string Downtime => Length(_report.Status.Downtime ?? TimeSpan.Zero);

    /// <summary>Prints steps, evidence and what the clients lived through.</summary>
    public void Print(JsonElement lived, JsonElement verified)
    {
        PrintSteps();
        PrintLine("downtime", $"{Downtime} measured by the runbook; at most {Length(TimeSpan.FromMilliseconds(lived.GetProperty("longestGapMs").GetInt64()))} without an acknowledged write measured by the clients");
        PrintLine("writes", $"{verified.GetProperty("acknowledged").GetInt32():N0} acknowledged, {Lost(verified)} lost; {lived.GetProperty("failed").GetInt32()} requests failed and were repeated");
        PrintError();
    }

    /// <summary>Prints the steps and what was compared.</summary>
    public void PrintSteps()
    {
        var status = _report.Status;
        Console.WriteLine($"\n  {status.Id}: {status.State}, users are at the {status.Traffic}");
        foreach (var step in status.Steps)
            Console.WriteLine($"    {step.Name,-20} {step.State,-10} {Duration(step),8}  {step.Summary}");
        PrintEqual();
    }

    /// <summary>Prints one more fact.</summary>
    public static void PrintLine(string heading, string text) => Console.WriteLine($"    {heading,-10} {text}");

    /// <summary>Prints why it ended as it did, if something failed.</summary>
    public void PrintError()
    {
        if (_report.Status.Error is { } error)
            PrintLine("error", error);
    }

    /// <summary>A duration for people.</summary>
    public static string Length(TimeSpan duration) => duration < TimeSpan.FromSeconds(1) ? $"{duration.TotalMilliseconds:F0} ms" : $"{duration.TotalSeconds:F1} s";

    private static string Duration(StepStatus step) =>
        step is { StartedAt: { } from, FinishedAt: { } to } ? Length(to - from) : "";

    private static async Task<IReadOnlyList<MigrationStatus>> ListAsync(HttpClient client)
    {
        var list = JsonElement.Parse(await client.GetStringAsync(new Uri("/api/migrations", UriKind.Relative)));
        return list.GetProperty("migrations").Deserialize<IReadOnlyList<MigrationStatus>>(DurableJson.Options)!;
    }

    private void PrintEqual()
    {
        if (!_report.Evidence.TryGetValue("validate", out var evidence) && !_report.Evidence.TryGetValue("validate-changes", out evidence))
            return;
        foreach (var comparison in evidence.Deserialize<IReadOnlyList<DataComparison>>(DurableJson.Options)!)
        {
            var equal = comparison.Items.Count(item => item.IsEqual);
            PrintLine(comparison.Component, $"{equal} of {comparison.Items.Count} objects equal by checksum, {comparison.Items.Sum(item => item.TargetCount):N0} rows or files");
        }
    }
}
