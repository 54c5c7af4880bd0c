using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>Writes questions and reads answers in the format of RFC 1035.</summary>
internal static class DnsMessage
{
    private const int HeaderLength = 12;
    private const int NameError = 3;
    private const int MostPointers = 32;
    private const ushort Internet = 1;

    /// <summary>Writes a question, which asks a resolver to find out.</summary>
    public static byte[] Question(string name, string type)
    {
        var message = new List<byte>();
        Add(message, RandomNumberGenerator.GetInt32(ushort.MaxValue), 0x0100, 1, 0, 0, 0);
        foreach (var label in name.TrimEnd('.').Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.Add(0);
        Add(message, TypeOf(type), Internet);
        return [.. message];
    }

    /// <summary>Reads the answer to a question.</summary>
    /// <returns><see langword="null"/> when there is no such record set.</returns>
    /// <exception cref="AdapterException">It is a refusal, or no answer to this question.</exception>
    public static DnsRecordSet? ReadAnswer(byte[] message, byte[] question, string name, string type, string subject)
    {
        try
        {
            return Read(message, question, name, type, subject);
        }
        catch (Exception error) when (error is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw Strange(subject);
        }
    }

    private static DnsRecordSet? Read(byte[] message, byte[] question, string name, string type, string subject)
    {
        if (Number(message, 0) != Number(question, 0) || (message[2] & 0x80) == 0)
            throw Strange(subject);
        var code = message[3] & 0x0F;
        if (code == NameError)
            return null;
        if (code != 0)
            throw Refused(code, name, subject);
        var position = HeaderLength;
        for (var left = Number(message, 4); left > 0; left--)
            position = ReadName(message, position).Next + 4;
        var (values, ttl) = (new List<string>(), int.MaxValue);
        for (var left = Number(message, 6); left > 0; left--)
        {
            var start = ReadName(message, position).Next;
            var end = start + 10 + Number(message, start + 8);
            if (Number(message, start) == TypeOf(type))
                (values, ttl) = ([.. values, ReadValue(message, start + 10, end, type)], Math.Min(ttl, (int)BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(start + 4))));
            position = end;
        }

        return values.Count == 0 ? null : new DnsRecordSet(values, ttl);
    }

    private static string ReadValue(byte[] message, int start, int end, string type) =>
        type == "CNAME" ? ReadName(message, start).Name : new IPAddress(message.AsSpan(start, end - start)).ToString();

    // A name may end with a pointer to one that stands before it; pointers in a circle end as no answer.
    private static (string Name, int Next) ReadName(byte[] message, int position)
    {
        var (labels, next) = (new List<string>(), -1);
        for (var pointers = 0; message[position] != 0;)
        {
            var length = (int)message[position];
            if (length >= 0xC0)
            {
                if (++pointers > MostPointers)
                    throw new ArgumentOutOfRangeException(nameof(message));
                next = next < 0 ? position + 2 : next;
                position = Number(message, position) & 0x3FFF;
                continue;
            }

            labels.Add(Encoding.ASCII.GetString(message, position + 1, length));
            position += length + 1;
        }

        return (string.Join('.', labels) + ".", next < 0 ? position + 1 : next);
    }

    private static int Number(byte[] message, int position) => BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(position));

    private static void Add(List<byte> message, params ReadOnlySpan<int> numbers)
    {
        foreach (var number in numbers)
            message.AddRange((byte)(number >> 8), (byte)number);
    }

    private static int TypeOf(string type) => type switch
    {
        "A" => 1,
        "AAAA" => 28,
        _ => 5,
    };

    private static AdapterException Refused(int code, string name, string subject) => new(
        $"it refuses to answer for {name} ({code switch { 2 => "SERVFAIL", 5 => "REFUSED", 9 => "NOTAUTH", _ => $"code {code}" }})", subject,
        "Check that it serves the zone and answers this host", isTransient: code == 2);

    private static AdapterException Strange(string subject) =>
        new("what it answers is no answer to a DNS question", subject, "Check that a name server listens there", isTransient: false);
}
