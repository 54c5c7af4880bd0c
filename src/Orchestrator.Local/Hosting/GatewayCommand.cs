using System.CommandLine;
using System.CommandLine.Parsing;
using Orchestrator.Adapters.Local.Gateway;
using Orchestrator.Core.Ports;

namespace Orchestrator.Local.Hosting;

/// <summary>The verb <c>gateway</c>: runs the reverse proxy that traffic of kind <c>gateway</c> switches.</summary>
internal static class GatewayCommand
{
    private const int BadInput = 2;

    public static Command Create()
    {
        var listen = Address("--listen", "Where users are served, for example http://0.0.0.0:8080.");
        var admin = Address("--admin", "Where the orchestrator switches it, on loopback: http://127.0.0.1:8081.");
        var state = new Option<string>("--state") { Description = "The file that keeps which side is in force.", Required = true };
        var source = Address("--source", "The base address of the source.");
        var target = Address("--target", "The base address of the target.");
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

    // The parser of the command line knows no addresses of its own.
    private static Option<Uri> Address(string name, string description) => new(name) { Description = description, Required = true, CustomParser = ReadAddress };

    private static Uri? ReadAddress(ArgumentResult given)
    {
        var text = given.Tokens.Count > 0 ? given.Tokens[^1].Value : "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return address;
        given.AddError($"'{text}' is no address. Write it like http://127.0.0.1:8080.");
        return null;
    }

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
