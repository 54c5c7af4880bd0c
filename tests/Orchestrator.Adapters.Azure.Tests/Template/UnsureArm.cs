using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Template;

namespace Orchestrator.Adapters.Azure.Tests.Template;

/// <summary>The test server, as Azure is at its worst: previews that cannot tell, and lists that are late.</summary>
/// <param name="rig">The rig.</param>
/// <param name="unsupported">What previews cannot tell of.</param>
internal sealed class UnsureArm(TemplateRig rig, string? unsupported = null) : DelegatingHandler(rig.Server.CreateHandler()), IAsyncDisposable
{
    /// <summary>What somebody does just before the preview.</summary>
    public Action? BeforePreview { get; init; }

    /// <summary>What lists show though it is gone.</summary>
    public string? Listed { get; init; }

    public Task ProvisionAsync(string keys = "{}") => rig.PatientlyAsync(() => Adapter().ProvisionAsync(rig.Spec(keys), rig.Scope(), default));

    public Task RemoveAsync(string keys = "{}") => rig.PatientlyAsync(() => Adapter().RemoveAsync(rig.Spec(keys), rig.Scope("remove"), default));

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath.EndsWith("/whatIf", StringComparison.Ordinal))
            BeforePreview?.Invoke();
        var answer = await base.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (unsupported is not null && text.Contains("\"changes\"", StringComparison.Ordinal))
            answer.Content = new StringContent(Unsure(text), Encoding.UTF8, "application/json");
        else if (Listed is not null && request.RequestUri.AbsolutePath.EndsWith("/resources", StringComparison.Ordinal))
            answer.Content = new StringContent(new JsonObject { ["value"] = new JsonArray(new JsonObject { ["id"] = Listed }) }.ToJsonString(), Encoding.UTF8, "application/json");
        return answer;
    }

    private ArmTemplateAdapter Adapter() => new(rig.Connector(this), new TemplateFiles([rig.Folder]));

    private string Unsure(string text)
    {
        var answer = JsonNode.Parse(text)!;
        foreach (var change in answer["properties"]!["changes"]!.AsArray().OfType<JsonObject>().Where(change => unsupported!.Equals(change["resourceId"]?.GetValue<string>(), StringComparison.OrdinalIgnoreCase)))
        {
            change["changeType"] = "Unsupported";
            change.Remove("before");
            change.Remove("after");
        }

        return answer.ToJsonString();
    }
}
