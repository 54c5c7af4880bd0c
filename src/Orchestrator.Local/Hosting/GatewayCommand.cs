using System.CommandLine;
using Orchestrator.Adapters.Local.Gateway;
using Orchestrator.Core.Ports;

namespace Orchestrator.Local.Hosting;

/// <summary>The verb <c>gateway</c>: runs the reverse proxy that traffic of kind <c>gateway</c> switches.</summary>
internal static class GatewayCommand
{
    private const int BadInput = 2;

    public static Command Create()
    {
        var listen = Required<Uri>("--listen", "Where users are served, for example http://0.0.0.0:8080.");
        var admin = Required<Uri>("--admin", "Where the orchestrator switches it, on loopback: http://127.0.0.1:8081.");
        var state = Required<string>("--state", "The file that keeps which side is in force.");
        var source = Required<Uri>("--source", "The base address of the source.");
        var target = Required<Uri>("--target", "The base address of the target.");
        var key = new Option<string?>("--admin-key-file") { Description = "The file with the key of the admin address; created when missing." };
        var hold = new Option<TimeSpan>("--max-hold") { Description = "How long a held request waits (hh:mm:ss).", DefaultValueFactory = _ => TimeSpan.FromSeconds(30) };
        var command = new Command("gateway", "Run the gateway that users are switched with.") { listen, admin, state, source, target, key, hold };
        command.SetAction((parsed, stop) => RunAsync(
            new()
            {
                Listen = parsed.GetValue(listen)!,
                Admin = parsed.GetValue(admin)!,
                StateFile = Path.GetFullPath(parsed.GetValue(state)!),
                Source = parsed.GetValue(source)!,
                Target = parsed.GetValue(target)!,
                AdminKeyFile = parsed.GetValue(key),
                MaxHold = parsed.GetValue(hold),
            },
            stop));
        return command;
    }

    private static Option<T> Required<T>(string name, string description) => new(name) { Description = description, Required = true };

    private static async Task<int> RunAsync(GatewayOptions options, CancellationToken stop)
    {
        try
        {
            await GatewayHost.RunAsync(options, stop);
            return 0;
        }
        catch (Exception error) when (error is ArgumentException or IOException or AdapterException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return BadInput;
        }
    }
}
