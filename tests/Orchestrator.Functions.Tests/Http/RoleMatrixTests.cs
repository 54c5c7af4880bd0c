using Orchestrator.Contracts.Api;
using Orchestrator.Functions.Tests.Hosts;
using Orchestrator.Functions.Tests.Runtime;
using Xunit;

namespace Orchestrator.Functions.Tests.Http;

/// <summary>The table of roles, for callers whom App Service's authentication knows.</summary>
public sealed class RoleMatrixTests : RoleMatrixContract, IAsyncLifetime
{
    private FunctionsSite _site = null!;

    protected override IReadOnlyList<string> Routes =>
    [
        .. FunctionList.Http.Values.Select(FunctionList.TriggerOf).SelectMany(trigger => trigger.Methods!.Select(verb => $"{verb.ToUpperInvariant()} /{trigger.Route}")),
    ];

    public async Task InitializeAsync() => _site = await FunctionsSite.StartAsync();

    public async Task DisposeAsync() => await _site.DisposeAsync();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? role) =>
        _site.ClientOf(role is null ? null : $"{role}@contoso.example", role).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
}
