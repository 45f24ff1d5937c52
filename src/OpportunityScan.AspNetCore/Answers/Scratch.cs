using System.Buffers;
using System.Text.Json;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Answers;

/// <summary>
/// Memory to write an answer's JSON into before its length is known. Each thread keeps one; it is rented and given back within one synchronous
/// stretch of code.
/// </summary>
internal sealed class Scratch : IDisposable
{
    private const int First = 16 * 1024;
    private const int Kept = 1024 * 1024;

    [ThreadStatic]
    private static Scratch? _free;

    private ArrayBufferWriter<byte> _buffer = new(First);

    private Scratch() => Writer = new Utf8JsonWriter(_buffer, WireJson.Writing);

    internal Utf8JsonWriter Writer { get; }

    internal static Scratch Rent()
    {
        var scratch = _free ?? new Scratch();
        _free = null;
        return scratch;
    }

    internal ReadOnlySpan<byte> Finish()
    {
        Writer.Flush();
        return _buffer.WrittenSpan;
    }

    public void Dispose()
    {
        if (_buffer.Capacity > Kept) _buffer = new ArrayBufferWriter<byte>(First);
        else _buffer.ResetWrittenCount();
        Writer.Reset(_buffer);
        _free = this;
    }
}
