using Orchestrator.Api.Http;
using Orchestrator.Core.Durability;

namespace Orchestrator.Api.Durable;

/// <summary>Which instances are meant, as the query says it.</summary>
internal sealed record DurableFilter(string? CreatedTimeFrom, string? CreatedTimeTo, string? RuntimeStatus, string? InstanceIdPrefix)
{
    public OrchestrationQuery ToQuery() => new()
    {
        CreatedFrom = QueryValues.Time("createdTimeFrom", CreatedTimeFrom),
        CreatedTo = QueryValues.Time("createdTimeTo", CreatedTimeTo),
        States = QueryValues.Names<OrchestrationState>("runtimeStatus", RuntimeStatus),
        InstanceIdPrefix = InstanceIdPrefix,
    };
}
