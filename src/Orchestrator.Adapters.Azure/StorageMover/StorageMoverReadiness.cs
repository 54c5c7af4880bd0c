using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.StorageMover;

/// <summary>Looks whether what a job needs is there, and says how to make what is not.</summary>
/// <param name="request">The component.</param>
/// <param name="arm">The step.</param>
internal sealed class StorageMoverReadiness(StorageMoverRequest request, ArmSession arm)
{
    private string Where => $"-g {request.Mover.Group} --storage-mover-name {request.Mover.Name} --subscription {request.Mover.Subscription}";

    /// <summary>Looks.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is missing.</returns>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellation)
    {
        if (await FindAsync(request.Mover.ToString(), cancellation) is null)
            return [Missing($"Storage Mover {request.Mover.Name}", $"az storage-mover create -g {request.Mover.Group} -n {request.Mover.Name} --subscription {request.Mover.Subscription} -l REGION")];
        return
        [
            .. await LookAtAgentAsync(cancellation),
            .. await LookAtSourceAsync(cancellation),
            .. await LookAtTargetAsync(cancellation),
        ];
    }

    private async Task<IEnumerable<Finding>> LookAtAgentAsync(CancellationToken cancellation)
    {
        var subject = $"agent {request.Settings.Agent}";
        if (await FindAsync(request.AgentId, cancellation) is not { } agent)
            return [Missing(subject, $"Deploy the agent's machine and register it in its console; those that are there: az storage-mover agent list {Where}")];
        return agent.Body.Text("properties", "agentStatus") is "Online" or "Executing"
            ? []
            : [new Finding(subject, $"it is {agent.Body.Text("properties", "agentStatus") ?? "in no known state"}", $"Start its machine and look at its network: az storage-mover agent show {Where} -n {request.Settings.Agent}", IsBlocking: true)];
    }

    private async Task<IEnumerable<Finding>> LookAtSourceAsync(CancellationToken cancellation)
    {
        var name = request.SourceKeys.Endpoint;
        var make = request.Target.IsShare ? "create-for-smb" : "create-for-nfs";
        var where = request.Target.IsShare ? "--host SERVER --share-name SHARE" : "--host SERVER --export EXPORT";
        if (await FindAsync(request.EndpointId(name), cancellation) is not { } endpoint)
            return [Missing($"endpoint {name}", $"az storage-mover endpoint {make} {Where} --endpoint-name {name} {where}")];
        var (kind, usual) = (endpoint.Body.Text("properties", "endpointType"), request.Target.IsShare ? "SmbMount" : "NfsMount");
        // Microsoft's pages differ in which pairs there are.
        return kind == usual
            ? []
            : [new Finding($"endpoint {name}", $"it is of the type '{kind}', and a {(request.Target.IsShare ? "share" : "container")} is copied from one of the type '{usual}' for certain", "Try that pair with a small folder first; which pairs there are: https://learn.microsoft.com/azure/storage-mover/endpoint-manage", IsBlocking: false)];
    }

    private async Task<IEnumerable<Finding>> LookAtTargetAsync(CancellationToken cancellation)
    {
        var (subject, name, store) = ($"endpoint {request.TargetKeys.Endpoint}", request.TargetKeys.Endpoint, request.Target.StoreName);
        var (make, property, what) = request.Target.IsShare
            ? ($"create-for-storage-smb-file-share {Where} --endpoint-name {name} --file-share-name {store}", "fileShareName", "share")
            : ($"create-for-storage-container {Where} --endpoint-name {name} --container-name {store}", "blobContainerName", "container");
        if (await FindAsync(request.EndpointId(name), cancellation) is not { } endpoint)
            return [Missing(subject, $"az storage-mover endpoint {make} --storage-account-id ACCOUNT_ID")];
        var account = endpoint.Body.Text("properties", "storageAccountResourceId")?.TrimEnd('/').Split('/')[^1];
        return endpoint.Body.Text("properties", property) == store && string.Equals(account, request.Target.Account, StringComparison.OrdinalIgnoreCase)
            ? []
            : [new Finding(subject, $"it does not lead to the {what} '{store}' of the account '{request.Target.Account}', from which the plan reads back", $"Correct 'target.url' or 'target.endpoint': az storage-mover endpoint show {Where} --endpoint-name {name}", IsBlocking: true)];
    }

    private Task<ArmAnswer?> FindAsync(string id, CancellationToken cancellation) => arm.FindAsync(id, StorageMoverRequest.Version, cancellation);

    private static Finding Missing(string subject, string remedy) => new(subject, "it does not exist", remedy, IsBlocking: true);
}
