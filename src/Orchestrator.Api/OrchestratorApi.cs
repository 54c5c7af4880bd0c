using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Api.Dashboard;
using Orchestrator.Api.Durable;
using Orchestrator.Api.Events;
using Orchestrator.Api.Http;
using Orchestrator.Api.Migrations;
using Orchestrator.Api.Monitoring;
using Orchestrator.Api.Security;
using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Api;

/// <summary>Adds the HTTP API to a host.</summary>
public static class OrchestratorApi
{
    /// <summary>
    /// Adds the services of the API. Besides them the host adds an <see cref="IOrchestrationClient"/>, an
    /// <see cref="AdapterCatalog"/>, an <see cref="IMigrationLedger"/>, an <see cref="IProgressBoard"/>, the
    /// <see cref="StepServices"/> and, if it likes, more <see cref="IReadinessCheck"/>s.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Changes the settings; they are checked when the host starts.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddOrchestratorApi(this IServiceCollection services, Action<ApiOptions>? configure = null)
    {
        services.AddOptions<ApiOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        AddSecurity(services);
        AddMonitoring(services);
        AddHttp(services);
        AddDashboard(services);
        return services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
    }

    /// <summary>
    /// Maps every route of the API but the durable management API, which hosts of their own engine map with
    /// <see cref="MapDurableApi"/>, and the dashboard. All of them need a known caller except <c>/healthz</c> and
    /// the files of the dashboard.
    /// </summary>
    /// <param name="routes">The routes of the host.</param>
    /// <returns>The same routes.</returns>
    public static IEndpointRouteBuilder MapOrchestratorApi(this IEndpointRouteBuilder routes)
    {
        var group = WithErrors(routes);
        HealthEndpoints.Map(group);
        MigrationEndpoints.Map(group);
        DashboardEndpoints.Map(group);
        routes.MapOpenApi(ApiDocument.Route).RequireAuthorization(Permissions.Read);
        return routes;
    }

    /// <summary>Maps the management API of Durable Functions, for a host that is not the Functions host, which has it already.</summary>
    /// <param name="routes">The routes of the host.</param>
    /// <returns>The same routes.</returns>
    public static IEndpointRouteBuilder MapDurableApi(this IEndpointRouteBuilder routes)
    {
        DurableEndpoints.Map(WithErrors(routes));
        return routes;
    }

    /// <summary>Puts the API's middleware before everything else of the host, so that nothing can answer without it.</summary>
    /// <param name="services">The services of the host.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddApiMiddlewareFirst(this IServiceCollection services) => services.AddTransient<IStartupFilter, ApiStartupFilter>();

    /// <summary>Makes the whole API one handler, for a host that has its own routes and hands requests in.</summary>
    /// <param name="services">The host's services, the API's among them.</param>
    /// <returns>The handler.</returns>
    public static RequestDelegate BuildOrchestratorApi(this IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseMiddleware<ApiMiddleware>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseEndpoints(routes => routes.MapOrchestratorApi());
        return app.Build();
    }

    private static RouteGroupBuilder WithErrors(IEndpointRouteBuilder routes) => routes.MapGroup("").AddEndpointFilter<RouteGroupBuilder, ErrorFilter>();

    private static void AddSecurity(IServiceCollection services)
    {
        services.TryAddSingleton(provider => new KeyFile(Options(provider).KeyFilePath, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new FailedAttempts(Options(provider).WrongKeysPerMinute, provider.GetRequiredService<TimeProvider>()));
        services.AddAuthentication(CallerScheme.Name)
            .AddPolicyScheme(CallerScheme.Name, null, scheme => scheme.ForwardDefaultSelector = CallerScheme.Choose)
            .AddScheme<AuthenticationSchemeOptions, EasyAuthAuthenticationHandler>(EasyAuthAuthenticationHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthenticationHandler>(ApiKeyAuthenticationHandler.SchemeName, null);
        services.AddAuthorization(Permissions.AddTo);
    }

    private static void AddMonitoring(IServiceCollection services)
    {
        services.TryAddSingleton<Readiness>();
        services.TryAddSingleton<MetricsCollector>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReadinessCheck, EngineReadinessCheck>());
    }

    private static void AddHttp(IServiceCollection services)
    {
        services.TryAddSingleton<MigrationFeeds>();
        services.TryAddSingleton<MigrationService>();
        services.TryAddSingleton<PlanReader>();
        services.TryAddSingleton<PlanAssessor>();
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        services.Configure<JsonOptions>(options => Copy(DurableJson.Options, options.SerializerOptions));
        // The host's own line about each request holds its query, and with it a key that came as ?code=.
        services.PostConfigure<LoggerFilterOptions>(options =>
            options.Rules.Add(new(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, null)));
    }

    private static void AddDashboard(IServiceCollection services)
    {
        services.TryAddSingleton<DashboardFiles>();
        services.TryAddSingleton<MigrationWatch>();
        services.TryAddSingleton<OverviewFeed>();
        services.TryAddSingleton<OverviewReader>();
        services.TryAddSingleton<OverviewEndpoint>();
    }

    private static void Copy(System.Text.Json.JsonSerializerOptions from, System.Text.Json.JsonSerializerOptions to)
    {
        to.DefaultIgnoreCondition = from.DefaultIgnoreCondition;
        to.Encoder = from.Encoder;
        foreach (var converter in from.Converters)
            to.Converters.Add(converter);
    }

    private static ApiOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<ApiOptions>>().Value;

    /// <summary>Puts the middleware before everything else of the host, so that nothing can answer without it.</summary>
    private sealed class ApiStartupFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.ApplicationServices.GetRequiredService<MetricsCollector>(); // counts from the start on, not from the first question on
            app.UseMiddleware<ApiMiddleware>();
            next(app);
        };
    }
}
