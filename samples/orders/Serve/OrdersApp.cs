using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Orders.Serve;

/// <summary>The workload: orders in a database and uploads in a folder. It acknowledges nothing that is not durable.</summary>
internal static class OrdersApp
{
    private const int MaxPage = 1_000;

    /// <summary>Serves until SIGTERM, then lets the requests in flight finish.</summary>
    public static async Task<int> RunAsync(OrdersSettings settings)
    {
        await using var app = Build(settings, []);
        await app.StartAsync();
        await WarmUp.RunAsync(app, app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync();
        return 0;
    }

    public static WebApplication Build(OrdersSettings settings, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Npgsql", LogLevel.Error);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(settings.Database));
        builder.Services.AddSingleton<OrderStore>().AddSingleton(new UploadStore(settings.Uploads));
        var app = builder.Build();
        app.UseExceptionHandler(handler => handler.Run(AnswerFailureAsync));
        app.MapGet("/health", HealthAsync);
        app.MapPost("/orders", PlaceAsync);
        app.MapGet("/orders", ListAsync);
        app.MapGet("/orders/{id:long}", FindAsync);
        app.MapPost("/orders/{id:long}/upload", UploadAsync);
        app.MapGet("/orders/{id:long}/uploads", (long id, UploadStore uploads) => uploads.List(id));
        app.MapGet("/orders/{id:long}/uploads/{name}", Download);
        return app;
    }

    private static async Task<IResult> HealthAsync(OrderStore orders, UploadStore uploads, CancellationToken cancellation) =>
        uploads.IsThere
            ? Results.Ok(new Health("ok", await orders.IsWritableAsync(cancellation)))
            : Results.Problem("The uploads folder is missing.", statusCode: StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> PlaceAsync(OrderRequest order, OrderStore orders, CancellationToken cancellation)
    {
        if (order.FindProblem() is { } problem)
            return Results.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        var placed = await orders.PlaceAsync(order, cancellation);
        return Results.Created($"/orders/{placed.OrderId}", placed);
    }

    private static Task<IReadOnlyList<Order>> ListAsync(
        string clientId, OrderStore orders, CancellationToken cancellation, long after = -1, int limit = MaxPage) =>
        orders.ListAsync(clientId, after, Math.Clamp(limit, 1, MaxPage), cancellation);

    private static async Task<IResult> FindAsync(long id, OrderStore orders, CancellationToken cancellation) =>
        await orders.FindAsync(id, cancellation) is { } order ? Results.Ok(order) : Results.NotFound();

    private static async Task<IResult> UploadAsync(
        long id, string name, HttpRequest request, OrderStore orders, UploadStore uploads)
    {
        if (!UploadStore.IsValid(name))
            return Results.Problem("The name must be a plain file name.", statusCode: StatusCodes.Status400BadRequest);
        if (await orders.FindAsync(id, request.HttpContext.RequestAborted) is null)
            return Results.NotFound();
        return Results.Ok(await uploads.StoreAsync(id, name, request.Body, request.HttpContext.RequestAborted));
    }

    private static IResult Download(long id, string name, UploadStore uploads) =>
        uploads.Find(id, name) is { } path ? Results.File(path) : Results.NotFound();

    /// <summary>What a client can only wait out (the database is down or read-only, the disk is full) is 503, "try again".</summary>
    private static Task AnswerFailureAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var status = error switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            NpgsqlException database when IsDowntime(database) => StatusCodes.Status503ServiceUnavailable,
            IOException => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        return Results.Problem(statusCode: status).ExecuteAsync(context);
    }

    private static bool IsDowntime(NpgsqlException error) => error is not PostgresException answer
        || answer.IsTransient
        || answer.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown;
}
