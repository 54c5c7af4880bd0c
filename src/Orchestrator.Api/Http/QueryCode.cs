using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Orchestrator.Api.Http;

/// <summary>The keys that came in the query. They are taken out of it first of all, so that nothing later can log or repeat them.</summary>
internal sealed record QueryCode(StringValues Values)
{
    private const string Name = "code";

    public static void TakeFrom(HttpContext context)
    {
        if (!context.Request.Query.TryGetValue(Name, out var values))
            return;
        context.Features.Set(new QueryCode(values));
        var rest = context.Request.Query.Where(pair => !string.Equals(pair.Key, Name, StringComparison.OrdinalIgnoreCase));
        context.Request.QueryString = QueryString.Create(rest);
    }
}
