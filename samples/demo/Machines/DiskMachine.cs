namespace Orchestrator.Demo.Machines;

/// <summary>The workload of a server: it lets users read the blocks of its disk.</summary>
internal static class DiskMachine
{
    /// <summary>The length of a block.</summary>
    public const int BlockBytes = 4096;

    /// <summary>The header that tells which machine has answered.</summary>
    public const string Header = "X-Machine";

    /// <summary>Serves the disk that the variable <c>MACHINE_DISK</c> names, as a process of its own, until it is told to stop.</summary>
    public static async Task<int> RunAsync()
    {
        using var disk = File.OpenHandle(Environment.GetEnvironmentVariable("MACHINE_DISK") ?? throw new InvalidOperationException("MACHINE_DISK names no disk."));
        await using var app = Build("source", null, () => true, (offset, _) =>
        {
            var block = new byte[BlockBytes];
            return Task.FromResult(RandomAccess.Read(disk, block, offset) == BlockBytes ? block : []);
        });
        await app.RunAsync();
        return 0;
    }

    /// <summary>Makes the app.</summary>
    /// <param name="name">The machine.</param>
    /// <param name="url">Where it listens; where the environment says when it is <see langword="null"/>.</param>
    /// <param name="isRunning">Whether the machine runs: otherwise nobody answers.</param>
    /// <param name="readAsync">Reads a block at an offset.</param>
    public static WebApplication Build(string name, Uri? url, Func<bool> isRunning, Func<long, CancellationToken, Task<byte[]>> readAsync)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (url is not null)
            builder.WebHost.UseUrls(url.ToString());
        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Response.Headers[Header] = name;
            if (isRunning())
                return next(context);
            context.Abort();
            return Task.CompletedTask;
        });
        app.MapGet("/health", () => "ok");
        app.MapGet("/blocks/{number:long}", async (long number, CancellationToken stop) => Results.Bytes(await readAsync(number * BlockBytes, stop)));
        return app;
    }
}
