using System.Diagnostics;
using Orchestrator.Demo;

namespace Orchestrator.Benchmarks.Screenshots;

/// <summary>A small workload beside the demo's: some pages in a folder and a process, really moved.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Environment">Where it stands.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="More">What else its plan says.</param>
internal sealed record SmallWorkload(string Name, string Environment, string Owner, string More)
{
    private const string Command = "keeper";

    /// <summary>The workloads of the pictures: one waits for people, one is held, one has moved, one was put back.</summary>
    public static IReadOnlyList<SmallWorkload> All { get; } =
    [
        new("wiki", "production", "Intranet", "approvals: { start: { required: 2, from: [ approver ], expiresAfter: PT4H } }\nonFailure: rollback"),
        new("mail-archive", "production", "Records", "checks: [ { name: health, kind: http, url: \"http://127.0.0.1:1/health\" } ]\nonFailure: hold"),
        new("photos", "staging", "Web", "fallback: { keepFor: P14D }"),
        new("price-list", "test", "Payments", "checks: [ { name: health, kind: http, url: \"http://127.0.0.1:1/health\" } ]\nonFailure: rollback"),
    ];

    /// <summary>Lets the server run the process of such a workload.</summary>
    public static void Allow(DemoSite site)
    {
        site.Settings[$"Orchestrator__AllowedCommands__{Command}__Path"] = "/usr/bin/sleep";
        site.Settings[$"Orchestrator__AllowedCommands__{Command}__Arguments__0"] = "3600";
        site.Settings[$"Orchestrator__AllowedCommands__{Command}__AllowedEnvironment__0"] = "DEMO_*";
    }

    /// <summary>Makes the source: files, and a process that runs.</summary>
    public void Build(DemoSite site)
    {
        Directory.CreateDirectory(Folder(site, "old"));
        Directory.CreateDirectory(Path.GetDirectoryName(Folder(site, "new"))!);
        for (var page = 0; page < 40; page++)
            File.WriteAllText(Path.Combine(Folder(site, "old"), $"page-{page}.txt"), $"{Name} {page} {new string('.', 2_000 + page * 37)}");
        var start = new ProcessStartInfo("/usr/bin/sleep", ["3600"]);
        (start.Environment["ORCHESTRATOR_PROCESS"], start.Environment["DEMO_SITE"]) = ($"{Name}-old", $"{site.Folder}/small");
        Process.Start(start)!.Dispose();
    }

    /// <summary>Its plan.</summary>
    public string Plan(DemoSite site) => $$"""
        version: 1
        name: {{Name}}
        environment: {{Environment}}
        owner: { name: {{Owner}} }
        strategy: offline
        downtime: { tolerance: PT1H }
        compute:
          source: { kind: process, command: {{Command}}, name: {{Name}}-old, environment: { DEMO_SITE: {{site.Folder}}/small } }
          target: { kind: process, command: {{Command}}, name: {{Name}}-new, environment: { DEMO_SITE: {{site.Folder}}/small } }
        data:
          - name: pages
            kind: files
            source: { path: {{Folder(site, "old")}} }
            target: { path: {{Folder(site, "new")}} }
        backup: { kind: folder, path: {{Folder(site, "backup")}} }
        {{More}}
        """;

    private string Folder(DemoSite site, string side) => Path.Combine(site.Folder, "small", side, Name);
}
