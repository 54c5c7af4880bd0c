using Npgsql;
using Orders;
using Orders.Client;
using Orders.Seed;
using Orders.Serve;

const int Failed = 1;
const int BadInput = 2;
const string Usage = """
    usage: orders serve                                              the app; listens on ASPNETCORE_URLS
           orders seed [--scale 1] [--random 1]                      tables, 100,000 orders and 2,000 files, times the scale
           orders client run --url URL --journal FILE [--rate 50] [--workers 4] [--uploads-every 10] [--duration 00:01:00]
           orders client verify --url URL --journal FILE             exit 1 when an acknowledged write is missing

    serve and seed read ORDERS_DB (a connection string) and ORDERS_UPLOADS (a folder).
    """;

try
{
    using var stop = new StopSignal();
    return args switch
    {
        ["serve", ..] => await OrdersApp.RunAsync(OrdersSettings.FromEnvironment()),
        ["seed", .. var rest] => await Seeder.RunAsync(OrdersSettings.FromEnvironment(), SeedOptions.Parse(rest), stop.Token),
        ["client", "run", .. var rest] => await LoadClient.RunAsync(ClientOptions.Parse(rest), stop),
        ["client", "verify", .. var rest] => await Verifier.RunAsync(ClientOptions.Parse(rest), stop.Token),
        _ => Complain(Usage, BadInput),
    };
}
catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
{
    return Complain(error.Message, BadInput);
}
catch (Exception error) when (error is NpgsqlException or HttpRequestException or IOException or OperationCanceledException)
{
    return Complain(error.Message, Failed);
}

static int Complain(string message, int exitCode)
{
    Console.Error.WriteLine(message);
    return exitCode;
}
