using System.Text;
using Bulwark.Core;

namespace Bulwark.CommandLine;

/// <summary>Takes a password without showing it, from a terminal or from a pipe; never from the command line, which others can read.</summary>
internal static class PasswordInput
{
    /// <summary>Asks twice on a terminal; reads one line from a pipe.</summary>
    /// <returns>Null when nothing was typed or piped.</returns>
    /// <exception cref="OperatorException">The two did not agree.</exception>
    public static string? Read()
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine() is { Length: > 0 } line ? line : null;

        var first = Ask("Password (Enter for none): ");
        if (first.Length == 0)
            return null;

        return Ask("Again: ") == first ? first : throw new OperatorException("The two passwords differ. Nothing was changed.");
    }

    private static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var password = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
                password.Length = Math.Max(0, password.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                password.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
