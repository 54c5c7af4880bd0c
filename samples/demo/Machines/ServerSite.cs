using System.Diagnostics;
using Orchestrator.Contracts.Servers;

namespace Orchestrator.Demo.Machines;

/// <summary>
/// A server of a data centre, whose disk is a VHD and which really serves it, what plays Azure, and an orchestrator.
/// Everything is on loopback and gone at the end.
/// </summary>
internal sealed class ServerSite : IAsyncDisposable
{
    // The two sides have addresses of their own and one port, as users expect of a name.
    private const string SourceAddress = "127.0.0.2";
    private const string TargetAddress = "127.0.0.3";

    private const string UsersHost = "archive.contoso.example";

    private readonly Reaper _reaper;

    private ServerSite(string folder, int port) => (Folder, Users, _reaper) = (folder, new($"http://{UsersHost}:{port}"), new(folder));

    /// <summary>Everything that is not in this Azure is below this folder.</summary>
    public string Folder { get; }

    /// <summary>The server's address, as users have it.</summary>
    public Uri Users { get; }

    /// <summary>What plays Azure.</summary>
    public TestCloud Cloud { get; private set; } = null!;

    /// <summary>The orchestrator.</summary>
    public OrchestratorServer Server { get; private set; } = null!;

    /// <summary>The server in the data centre.</summary>
    public Uri SourceUrl => new($"http://{SourceAddress}:{Users.Port}");

    /// <summary>The machine in Azure.</summary>
    public Uri TargetUrl => new($"http://{TargetAddress}:{Users.Port}");

    /// <summary>The disk of the server.</summary>
    public string Vhd => Path.Combine(Folder, "archive.vhd");

    /// <summary>The plan of the migration.</summary>
    public string PlanPath => Path.Combine(Folder, "archive.yaml");

    /// <summary>Makes a site whose server runs.</summary>
    /// <param name="diskBytes">How large its disk is.</param>
    /// <param name="documents">How many documents are on it.</param>
    /// <param name="serverArguments">More arguments for <c>orchestrator serve</c>.</param>
    public static async Task<ServerSite> StartAsync(long diskBytes, int documents, params string[] serverArguments)
    {
        var site = new ServerSite(Directory.CreateTempSubdirectory("orchestrator-demo-").FullName, LoopbackPort.Free());
        try
        {
            await site.BeginAsync(diskBytes, documents, serverArguments);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        await _reaper.DisposeAsync(); // the server, which somebody else may have started again
        if (Cloud is not null)
            await Cloud.DisposeAsync();
    }

    private async Task BeginAsync(long diskBytes, int documents, string[] serverArguments)
    {
        var content = await SampleDisk.MakeAsync(Vhd, diskBytes, documents);
        DemoStage.Say($"A server in the data centre runs from a disk of {diskBytes:N0} bytes: {content}");
        StartSource();
        DemoStage.Say("The ARM test server plays Azure, and Azurite holds disks and backups");
        Cloud = await TestCloud.StartAsync(Folder, SourceUrl, TargetUrl);
        await StartServerAsync(serverArguments);
    }

    // As a data centre would have it: the workload runs long before anybody thinks of an orchestrator.
    private void StartSource()
    {
        var environment = new Dictionary<string, string> { ["MACHINE_DISK"] = Vhd, ["ASPNETCORE_URLS"] = SourceUrl.ToString() };
        var start = Programs.Prepare("demo", environment, "machine");
        start.RedirectStandardOutput = true;
        Process.Start(start)!.BeginOutputReadLine();
    }

    private async Task StartServerAsync(string[] arguments)
    {
        await File.WriteAllTextAsync(PlanPath, ServerPlan.Text(this));
        await File.WriteAllTextAsync(Path.Combine(Folder, "local.settings.json"), ServerPlan.Settings(this));
        await DemoSite.WaitForHealthAsync(SourceUrl);
        Server = new(Folder, LoopbackPort.Free(), new Dictionary<string, string> { ["BACKUP_STORE"] = Cloud.Store.ConnectionString });
        await Server.StartAsync(arguments);
    }
}
