using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Orchestrator.Api.Security;

namespace Orchestrator.Api.Http;

/// <summary>The OpenAPI description of the API.</summary>
internal static class ApiDocument
{
    public const string Name = "v1"; // the one that a route without {documentName} serves
    public const string Route = "/api/openapi.json";
    private const string SchemeId = "key";

    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new()
        {
            Title = "Orchestrator",
            Version = typeof(ApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            Description = "Starts, steers and follows migrations. Errors are application/problem+json.",
        };
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [SchemeId] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyAuthenticationHandler.HeaderName },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(SchemeId, document)] = [] }];
        return Task.CompletedTask;
    });
}
