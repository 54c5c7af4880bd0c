namespace Orchestrator.Testing.Arm;

/// <summary>Runs a server until it is told to stop, for a look at it by hand.</summary>
internal static class Program
{
    public static async Task Main(string[] arguments)
    {
        var options = new ArmServerOptions { StorageConnectionString = arguments.FirstOrDefault() };
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            stop.Cancel();
        };
        await using var server = await ArmServer.StartAsync(options, stop.Token);
        Console.WriteLine($"endpoint     {server.Endpoint}");
        Console.WriteLine($"subscription {options.SubscriptionId}");
        Console.WriteLine($"certificate  {server.CertificateFile}");
        Console.WriteLine($"token        curl --cacert {server.CertificateFile} -X POST {server.Endpoint}oauth2/token");
        try
        {
            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C: the server ends with this method.
        }
    }
}
