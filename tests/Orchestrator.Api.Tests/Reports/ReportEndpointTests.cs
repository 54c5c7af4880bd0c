using System.Net;
using Xunit;

namespace Orchestrator.Api.Tests.Reports;

public sealed class ReportEndpointTests
{
    [Theory]
    [InlineData(null, null, "application/json")]
    [InlineData("md", null, "text/markdown")]
    [InlineData("markdown", "text/html", "text/markdown")]
    [InlineData("html", null, "text/html")]
    [InlineData(null, "text/markdown", "text/markdown")]
    [InlineData(null, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData(null, "text/html;q=0.2, text/markdown;q=0.7", "text/markdown")]
    [InlineData(null, "*/*", "application/json")]
    public async Task Get_FormatOrAccept_AnswersInThatType(string? format, string? accept, string expected)
    {
        await using var server = await ApiServer.StartAsync();
        var id = await server.StartMigrationAsync();

        using var response = await GetAsync(server, id, format, accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(id, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pdf", null, HttpStatusCode.BadRequest)]
    [InlineData(null, "image/png", HttpStatusCode.NotAcceptable)]
    public async Task Get_FormatThatThereIsNot_IsRefused(string? format, string? accept, HttpStatusCode expected)
    {
        await using var server = await ApiServer.StartAsync();
        var id = await server.StartMigrationAsync();

        using var response = await GetAsync(server, id, format, accept);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("html", "<script>", "&lt;script&gt;")]
    [InlineData("md", "<script>", "&lt;script>")]
    [InlineData("md", "| injected |", "\\| injected \\|")]
    public async Task Get_CommentThatLooksLikeMarkup_IsText(string format, string comment, string expected)
    {
        await using var server = await ApiServer.StartAsync();
        var id = await server.StartMigrationAsync(Plans.Gated());
        await server.ClientOf().PostAsync($"/api/migrations/{id}/approvals/cutover", Json.Body($$"""{"decision":"approve","comment":"{{comment}}"}"""));
        await server.Engine.WhenIdleAsync();

        using var response = await GetAsync(server, id, format, null);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain($": {comment}", text, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> GetAsync(ApiServer server, string id, string? format, string? accept)
    {
        var client = server.ClientOf("reader");
        client.DefaultRequestHeaders.Accept.Clear();
        if (accept is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        return client.GetAsync($"/api/migrations/{id}/report{(format is null ? "" : $"?format={format}")}");
    }
}
