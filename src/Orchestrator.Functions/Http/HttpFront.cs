using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Orchestrator.Api;
using Orchestrator.Functions.Durable;

namespace Orchestrator.Functions.Http;

/// <summary>Answers a trigger's request with the API that both hosts share: the same routes, rights, errors and handlers.</summary>
/// <param name="services">The host's services.</param>
/// <param name="holder">Takes the task hub's client, which comes with the trigger.</param>
internal sealed class HttpFront(IServiceProvider services, ClientHolder holder)
{
    private readonly Lazy<RequestDelegate> _api = new(services.BuildOrchestratorApi);

    /// <summary>Answers.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">The task hub's client.</param>
    /// <returns>Nothing more to write: the answer has been written.</returns>
    public async Task<IResult> AnswerAsync(HttpRequest request, DurableTaskClient client)
    {
        holder.Client = client;
        var context = request.HttpContext;
        var (endpoint, values) = (context.GetEndpoint(), request.RouteValues);
        context.SetEndpoint(null); // the trigger's own: the API finds its own
        request.RouteValues = [];
        try
        {
            await _api.Value(context);
        }
        finally
        {
            context.SetEndpoint(endpoint);
            request.RouteValues = values;
        }

        return Results.Empty;
    }
}
