using System.Globalization;
using System.Text;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>Cuts what a server sends into whole replies, whatever they say.</summary>
internal sealed class ReplyReader(Stream from)
{
    /// <summary>The bytes of the next reply.</summary>
    internal async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        using var reply = new MemoryStream();
        for (var left = 1L; left > 0; left--)
        {
            var line = await LineAsync(reply, cancellationToken);
            var count = line[0] is '+' or '-' or ':' or '_' or '#' or ',' or '(' ? 0 : long.Parse(line.AsSpan(1), CultureInfo.InvariantCulture);
            switch (line[0])
            {
                case '$' or '!' or '=' when count >= 0:
                    await CopyAsync(reply, count + 2, cancellationToken);
                    break;
                case '*' or '~' or '>' when count > 0:
                    left += count;
                    break;
                case '%':
                    left += 2 * count;
                    break;
                case '|':
                    left += (2 * count) + 1; // and then what they are about
                    break;
            }
        }

        return reply.ToArray();
    }

    private async Task<string> LineAsync(MemoryStream reply, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await from.ReadExactlyAsync(one, cancellationToken);
            reply.WriteByte(one[0]);
            if (one[0] == '\n') return line.ToString();
            if (one[0] != '\r') line.Append((char)one[0]);
        }
    }

    private async Task CopyAsync(MemoryStream reply, long count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await from.ReadExactlyAsync(bytes, cancellationToken);
        reply.Write(bytes);
    }
}
