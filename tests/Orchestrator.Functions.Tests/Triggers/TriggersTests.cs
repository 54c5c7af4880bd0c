using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Api;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Functions.Tests.Runtime;
using Xunit;

namespace Orchestrator.Functions.Tests.Triggers;

/// <summary>What the two hosts know must be the same: nothing runs in only one of them.</summary>
public sealed class TriggersTests
{
    private static readonly DurableRegistry Registry = new DurableRegistry().AddMigrations(new MigrationDrill().Services);

    [Fact]
    public void Orchestrations_Always_AreThoseOfTheEmbeddedHost() =>
        Assert.Equal(Registry.Orchestrations.Keys.Order(), FunctionList.Orchestrations.Keys.Order());

    [Fact]
    public void Activities_Always_AreThoseOfTheEmbeddedHost() =>
        Assert.Equal(Registry.Activities.Keys.Order(), FunctionList.Activities.Keys.Order());

    [Fact]
    public void Routes_Always_AreThoseOfTheEmbeddedHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddOrchestratorApi();
        using var app = (IDisposable)builder.Build();
        var routes = ((WebApplication)app).MapOrchestratorApi().DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(verb => $"{verb.ToLowerInvariant()} {route.RoutePattern.RawText!.Trim('/')}"));
        var triggers = FunctionList.Http.Values.Select(FunctionList.TriggerOf).SelectMany(trigger => trigger.Methods!.Select(verb => $"{verb} {trigger.Route}"));
        Assert.Equal(routes.Order(), triggers.Order());
    }

    [Fact]
    public void HttpTriggers_Always_LeaveRightsToTheApi() =>
        Assert.All(FunctionList.Http.Values, function => Assert.Equal(AuthorizationLevel.Anonymous, FunctionList.TriggerOf(function).AuthLevel));

    [Fact]
    public void Functions_Always_HaveDifferentNames()
    {
        var names = typeof(FunctionsHost).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>().ToList();
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase).Count(), names.Count);
        Assert.Equal(FunctionList.Orchestrations.Count + FunctionList.Activities.Count + FunctionList.Http.Count, names.Count);
    }
}
