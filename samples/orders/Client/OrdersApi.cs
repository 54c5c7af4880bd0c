using System.Security.Cryptography;
using Orders.Serve;

namespace Orders.Client;

/// <summary>The service, as users reach it.</summary>
internal sealed class OrdersApi(Uri url) : IDisposable
{
    // A held request is answered after half a minute at most; longer means that nobody is there any more.
    private readonly HttpClient _client = new() { BaseAddress = url, Timeout = TimeSpan.FromMinutes(1) };

    public async Task<PlacedOrder> PlaceAsync(OrderRequest order, CancellationToken cancellation)
    {
        using var response = await _client.PostAsJsonAsync("/orders", order, cancellation);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<PlacedOrder>(cancellation))!;
    }

    public async Task<StoredUpload> UploadAsync(long orderId, string name, byte[] content, CancellationToken cancellation)
    {
        using var body = new ByteArrayContent(content);
        using var response = await _client.PostAsync($"/orders/{orderId}/upload?name={Uri.EscapeDataString(name)}", body, cancellation);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<StoredUpload>(cancellation))!;
    }

    /// <summary>All orders of a client, by sequence.</summary>
    public async Task<Dictionary<long, Order>> ListAsync(string clientId, CancellationToken cancellation)
    {
        var found = new Dictionary<long, Order>();
        for (long after = -1; ;)
        {
            var page = await _client.GetFromJsonAsync<Order[]>($"/orders?clientId={Uri.EscapeDataString(clientId)}&after={after}", cancellation);
            if (page is not [.., var last])
                return found;
            foreach (var order in page)
                found[order.Sequence] = order;
            after = last.Sequence;
        }
    }

    /// <summary>The hash of an upload; null when it is missing.</summary>
    public async Task<string?> HashAsync(long orderId, string name, CancellationToken cancellation)
    {
        using var response = await _client.GetAsync($"/orders/{orderId}/uploads/{Uri.EscapeDataString(name)}", cancellation);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return Convert.ToHexStringLower(SHA256.HashData(await response.Content.ReadAsByteArrayAsync(cancellation)));
    }

    public void Dispose() => _client.Dispose();
}
