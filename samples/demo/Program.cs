using System.Globalization;
using Orchestrator.Demo;
using Orchestrator.Demo.Machines;

const string Usage = """
    usage: demo [offline] [--scale 1]     an offline migration, then one whose restore fails and is rolled back
           demo online    [--scale 1]     an online migration under load
           demo rollback  [--scale 1]     the same, and back again with everything written on the target
           demo server    [--scale 1]     a server with a disk of 4 GiB moves to what plays Azure; then it fails and is put back
    """;

// The workload of the server demo, a process of its own.
if (args is ["machine"])
    return await DiskMachine.RunAsync();

var scale = Value("--scale") is { } text && double.TryParse(text, CultureInfo.InvariantCulture, out var given) ? given : 1;
if (args is not ([] or ["offline" or "online" or "rollback" or "server", ..] or ["--scale", ..]) || scale <= 0)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

try
{
    return args switch
    {
        ["server", ..] => await ServerDemo.RunAsync(scale),
        ["online" or "rollback", ..] => await OnlineDemo.RunAsync(scale, goBack: args[0] == "rollback"),
        _ => await OfflineDemo.RunAsync(scale),
    };
}
catch (InvalidOperationException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
