using Orchestrator.Contracts.Api;
using Xunit;

namespace Orchestrator.Api.Tests.Security;

/// <summary>The table of roles, for callers who bring a key.</summary>
public sealed class PermissionsTests : RoleMatrixContract, IAsyncLifetime
{
    private ApiServer _server = null!;

    protected override IReadOnlyList<string> Routes => RouteList.Of(_server);

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? role) =>
        _server.ClientOf(role).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
}
