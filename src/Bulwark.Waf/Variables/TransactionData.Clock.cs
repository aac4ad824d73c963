using System.Globalization;
using System.Text;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Variables;

/// <summary>The variables of time, in the server's time zone as in ModSecurity.</summary>
internal sealed partial class TransactionData
{
    private long _startedAt;

    private ByteSlice ClockVariable(VariableKind kind)
    {
        var now = time.GetLocalNow();
        return kind switch
        {
            VariableKind.TimeEpoch => _arena.AddNumber(now.ToUnixTimeSeconds()),
            VariableKind.TimeYear => _arena.AddNumber(now.Year),
            // January is 0 and Sunday is 0, as in C's struct tm.
            VariableKind.TimeMon => _arena.AddNumber(now.Month - 1),
            VariableKind.TimeWday => _arena.AddNumber((int)now.DayOfWeek),
            VariableKind.TimeDay => Format(now, "dd"),
            VariableKind.TimeHour => Format(now, "HH"),
            VariableKind.TimeMin => Format(now, "mm"),
            VariableKind.TimeSec => Format(now, "ss"),
            _ => Format(now, "HH:mm:ss"),
        };
    }

    private ByteSlice Format(DateTimeOffset now, string format)
    {
        Span<char> text = stackalloc char[8];
        now.TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
        return _arena.Commit(Encoding.ASCII.GetBytes(text[..written], _arena.Reserve(written)));
    }
}
