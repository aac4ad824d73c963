using System.Text;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Tests.Bodies.Multipart;

/// <summary>Bodies are written with <c>/</c> for a CR LF, <c>~</c> for a bare LF and <c>CD:</c> for the usual beginning of a part.</summary>
public sealed class MultipartBodyReaderTests
{
    private const string Plain = "--B/CD:name=\"a\"//1/--B--/";

    [Theory]
    [InlineData(Plain, "a=1")]
    [InlineData("--B/CD:name=\"a\"//1/--B--", "a=1")]
    [InlineData("--B/CD:name=\"a\"//1/--B/CD:name=b//2/--B--/", "a=1|b=2")]
    [InlineData("--B/CD:name=\"a\"/Content-Type: text/plain//1//2/--B--/", "a=1//2")]
    [InlineData("--B/CD:name=\"a\"///--B--/", "a=")]
    [InlineData("--B/CD:name=\"a\"//////--B--/", "a=///")]
    [InlineData("--B/CD:name=\"a\"//1~2\0/--B--/", "a=1~2\0")]
    [InlineData("--B/content-disposition:form-data; name=\"a\"//1/--B--/", "a=1")]
    [InlineData("--B/CD:name=\"a\\\"b\\\\c\\d\"//1/--B--/", "a\"b\\c\\d=1")]
    [InlineData("--B/CD:name = \"a\"  ; filename=\"\"//1/--B--/", "a=1")]
    [InlineData("--B/CD:name=\"\u00c3\u00a4\"//1/--B--/", "\u00c3\u00a4=1")]
    public void Reads_fields(string body, string expected)
    {
        var data = Read(body);
        Assert.Equal(Expand(expected), BodyTesting.Pairs(data.View(VariableKind.ArgsPost)));
        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal("0", BodyTesting.Value(data, "MULTIPART_STRICT_ERROR"));
        Assert.Equal("MULTIPART", BodyTesting.Value(data, "REQBODY_PROCESSOR"));
    }

    [Fact]
    public void Reads_files()
    {
        var data = Read("--B/CD:name=\"f\"; filename=\"x.txt\"/Content-Type: text/plain//12345/--B/CD:name=\"g\"; filename=\"y\"///--B--/");

        Assert.Equal("f=x.txt|g=y", BodyTesting.Pairs(data.View(VariableKind.Files)));
        Assert.Equal("f|g", BodyTesting.Values(data.View(VariableKind.FilesNames)));
        Assert.Equal("f=5|g=0", BodyTesting.Pairs(data.View(VariableKind.FilesSizes)));
        Assert.Equal("5", BodyTesting.Value(data, "FILES_COMBINED_SIZE"));
        Assert.Equal("", BodyTesting.Pairs(data.View(VariableKind.FilesTmpContent)));
        Assert.Equal("", BodyTesting.Pairs(data.View(VariableKind.Args)));
        Assert.Equal("f|g", BodyTesting.Values(data.View(VariableKind.MultipartName)));
        Assert.Equal("f=x.txt|g=y", BodyTesting.Pairs(data.View(VariableKind.MultipartFilename)));
        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_ERROR"));
    }

    [Fact]
    public void Shows_what_is_in_files_when_asked()
    {
        var data = Read("--B/CD:name=\"f\"; filename=\"x.txt\"//12345/--B--/", new DataLimits { KeepsFileContents = true });
        Assert.Equal("f=12345", BodyTesting.Pairs(data.View(VariableKind.FilesTmpContent)));
    }

    [Fact]
    public void Shows_each_header_line_under_the_name_of_its_part()
    {
        var data = Read("--B/CD:name=\"a\"/X:  y z /X-Folded: 1/ \t2//1/--B/CD:name=\"b\"//2/--B--/");
        Assert.Equal(
            "a=Content-Disposition: form-data; name=\"a\"|a=X:  y z |a=X-Folded: 1 2|b=Content-Disposition: form-data; name=\"b\"",
            BodyTesting.Pairs(data.View(VariableKind.MultipartPartHeaders)));
    }

    [Theory]
    [InlineData("CD:name=\"a\"; filename=\"x\"; filename*=UTF-8''%c3%a4.php", "a=x|a=\u00c3\u00a4.php")]
    [InlineData("CD:name=\"a\"; filename*=UTF-8'en'y.txt; filename=\"x\"", "a=x|a=y.txt")]
    public void Shows_both_names_of_a_file(string header, string expected)
    {
        var data = Read($"--B/{header}//1/--B--/");
        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal(expected.Split('|').Order(StringComparer.Ordinal), BodyTesting.Pairs(data.View(VariableKind.Files)).Split('|').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("~--B/CD:name=\"a\"//1/--B--/", "MULTIPART_DATA_BEFORE")]
    [InlineData(Plain + "x", "MULTIPART_DATA_AFTER")]
    [InlineData("--B/CD:name=\"a\"/X: y/ z//1/--B--/", "MULTIPART_HEADER_FOLDING")]
    [InlineData("--B/CD:name=\"a\"/X: y/\fz//1/--B--/", "MULTIPART_INVALID_HEADER_FOLDING")]
    [InlineData("--B/CD:name=\"a\"/X: y/\r//1/--B--/", "MULTIPART_INVALID_HEADER_FOLDING")]
    [InlineData("--B~CD:name=\"a\"~~1~--B--~", "MULTIPART_LF_LINE")]
    [InlineData("--B/CD:name=\"a\"//1~--B--/", "MULTIPART_LF_LINE")]
    [InlineData("--B/CD:name=\"a\"//1~--B--", "MULTIPART_CRLF_LF_LINES")]
    [InlineData("--B/CD:name=\"a\"~/1/--B--/", "MULTIPART_CRLF_LF_LINES")]
    [InlineData("--B/CD:name='a'//1/--B--/", "MULTIPART_INVALID_QUOTING")]
    [InlineData("--B/CD:name=a'b//1/--B--/", "MULTIPART_INVALID_QUOTING")]
    [InlineData("--B/CD:filename=\"x\"//1/--B--/", "MULTIPART_INVALID_PART")]
    [InlineData("--B/CD:name=\"a\"//--B--/", "MULTIPART_INVALID_PART")]
    [InlineData("--B/CD:name=\"a\"//--B--", "MULTIPART_INVALID_PART")]
    [InlineData("--B/--B--/", "MULTIPART_INVALID_PART")]
    public void Says_what_is_unusual(string body, string flag)
    {
        var data = Read(body);
        Assert.Equal("1", BodyTesting.Value(data, flag));
        Assert.Equal("1", BodyTesting.Value(data, "MULTIPART_STRICT_ERROR"));
        Assert.Equal("0", BodyTesting.Value(Read(Plain), flag));
    }

    [Theory]
    [InlineData(Plain, "2")]
    [InlineData("--B/CD:name=\"a\"//1/--B--", "0")]
    [InlineData("--B/CD:name=\"a\"//1/-- /2/--B--", "1")]
    [InlineData("--B/CD:name=\"a\"//1/x--B/2/--B--", "1")]
    [InlineData("--B/CD:name=\"a\"//1/-- /2/--B--/", "2")]
    [InlineData("--B/CD:name=\"a\"//--~/--B--", "0")]
    public void Tells_lines_that_resemble_a_boundary_as_modsecurity_does(string body, string expected) =>
        Assert.Equal(expected, BodyTesting.Value(Read(body), "MULTIPART_UNMATCHED_BOUNDARY"));

    [Theory]
    [InlineData("x", "No boundaries found in payload.", "")]
    [InlineData("--B", "No boundaries found in payload.", "")]
    [InlineData("--B/CD:name=\"a\"//1/2", "Final boundary missing.", "a=1/2")]
    [InlineData("--B/CD:name=\"a\"//1/--Bx/2/--B--/", "Invalid boundary.", "a=1/--Bx/2/--B--/")]
    [InlineData("--B/CD:name=\"a\"//1/-- B/2/--B--/", "Invalid boundary (whitespace).", "a=1/-- B/2/--B--/")]
    [InlineData("--B/X: y//1/--B--/", "Part missing Content-Disposition header.", "=1")]
    [InlineData("--B/Content-Disposition: attachment; name=\"a\"//1/--B--/", "Invalid Content-Disposition header.", "=1")]
    [InlineData("--B/CD:name=\"a//1/--B--/", "Invalid Content-Disposition header.", "=1")]
    [InlineData("--B/CD:name=\"a\\\"//1/--B--/", "Invalid Content-Disposition header.", "=1")]
    [InlineData("--B/CD:name=\"a\"; x=y//1/--B--/", "Invalid Content-Disposition header.", "a=1")]
    [InlineData("--B/CD:name=\"a\"b//1/--B--/", "Invalid Content-Disposition header.", "a=1")]
    [InlineData("--B/CD:name=\"a\"; name=\"b\"//1/--B--/", "Invalid Content-Disposition header.", "a=1")]
    [InlineData("--B/CD:name=\"a\"; filename*=UTF-8''x//1/--B--/", "Invalid Content-Disposition header.", "a=1")]
    [InlineData("--B/CD:name=\"a\"; filename=x; filename*=x//1/--B--/", "Invalid Content-Disposition header.", "")]
    [InlineData("--B/CD:name=\"a\"; filename=x; filename*=UTF-8''%4//1/--B--/", "Invalid Content-Disposition header.", "")]
    [InlineData("--B/CD:name=\"\"//1/--B--/", "Content-Disposition header missing name field.", "=1")]
    [InlineData("--B/CD:name=\"a\"; filename =\"x\"//1/--B--/", "Invalid Content-Disposition header (filename).", "")]
    [InlineData("--B/CD:name=\"a\"/y//1/--B--/", "Invalid part header (colon missing).", "a=1")]
    [InlineData("--B/CD:name=\"a\"/:y//1/--B--/", "Invalid part header (header name missing).", "a=1")]
    [InlineData("--B/CD:name=\"a\"/X Y: z//1/--B--/", "Invalid part header (contains invalid character).", "a=1")]
    [InlineData("--B/ x/CD:name=\"a\"//1/--B--/", "Invalid part header (folding error).", "a=1")]
    [InlineData("--B/CD:name=\"a\"/CD:name=\"b\"//1/--B--/", "Duplicate part header, or too many.", "a=1")]
    [InlineData("--B/CD:name=\"a\"/X: y\0//1/--B--/", "Nul byte in part headers.", "a=1")]
    public void Says_what_is_wrong_and_keeps_what_can_be_read(string body, string message, string arguments)
    {
        var data = Read(body);
        Assert.Equal("1", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal("1", BodyTesting.Value(data, "REQBODY_PROCESSOR_ERROR"));
        Assert.Equal("Multipart parsing error: Multipart: " + message, BodyTesting.Value(data, "REQBODY_ERROR_MSG"));
        Assert.Equal(Expand(arguments), BodyTesting.Pairs(data.View(VariableKind.Args)));
    }

    /// <remarks>As libmodsecurity 3.0.9 has it.</remarks>
    [Theory]
    [InlineData("--B/CD:name=\"a\"; name=\"b\"//1/--B--/", "1", "1")]
    [InlineData("--B/CD:name=\"a\"; filename=x; filename=y//1/--B--/", "1", "1")]
    [InlineData("--B/CD:name=\"a\"; filename*=UTF-8''x//1/--B--/", "1", "1")]
    [InlineData("--B/CD:name=\"a\"; filename=x; filename*=UTF-8''y//1/--B--/", "0", "0")]
    [InlineData("--B/CD:name=\"a\"; x=y//1/--B--/", "1", "1")]
    [InlineData("--B/CD:filename=x//1/--B--/", "1", "1")]
    [InlineData("--B/X: y//1/--B--/", "1", "1")]
    [InlineData("--B/Content-Disposition: attachment; name=\"a\"//1/--B--/", "1", "1")]
    [InlineData("--B/CD:name='a'//1/--B--/", "1", "0")]
    [InlineData("--B/CD:name=\"a\"/y//1/--B--/", "0", "0")]
    [InlineData("--B/CD:name=\"a\"/:y//1/--B--/", "0", "0")]
    [InlineData("--B/CD:name=\"a\"/X: y\0//1/--B--/", "0", "0")]
    [InlineData("--B/ x/CD:name=\"a\"//1/--B--/", "1", "0")]
    [InlineData("--B/CD:name=\"a\"//1/2", "0", "0")]
    [InlineData("--B/CD:name=\"a\"//1/--Bx/2/--B--/", "1", "0")]
    [InlineData("--B/CD:name=\"a\"//1/--B--/x", "1", "0")]
    [InlineData(Plain, "0", "0")]
    public void A_part_that_says_what_cannot_be_is_no_strict_form(string body, string strict, string invalidPart)
    {
        var data = Read(body);
        Assert.Equal(strict, BodyTesting.Value(data, "MULTIPART_STRICT_ERROR"));
        Assert.Equal(invalidPart, BodyTesting.Value(data, "MULTIPART_INVALID_PART"));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=\"B\"", "MULTIPART_BOUNDARY_QUOTED")]
    [InlineData("multipart/form-data boundary=B", "MULTIPART_MISSING_SEMICOLON")]
    [InlineData("multipart/form-data; boundary =B", "MULTIPART_BOUNDARY_WHITESPACE")]
    [InlineData("multipart/form-data; boundary=B; charset=utf-8", null)]
    [InlineData("Multipart/Form-Data;boundary=B", null)]
    public void Accepts_some_unusual_content_types(string contentType, string? flag)
    {
        var data = Read(Plain, contentType: contentType);
        Assert.Equal("a=1", BodyTesting.Pairs(data.View(VariableKind.Args)));
        Assert.Equal(flag is null ? "0" : "1", BodyTesting.Value(data, flag ?? "MULTIPART_STRICT_ERROR"));
        Assert.Equal(flag is null ? "0" : "1", BodyTesting.Value(data, "MULTIPART_STRICT_ERROR"));
    }

    [Theory]
    [InlineData("multipart/form-data", "Boundary not found in C-T.")]
    [InlineData("multipart/form-data; Boundary=B", "Invalid boundary in C-T (case sensitivity).")]
    [InlineData("multipart/form-data; boundary=B; boundary=C", "Multiple boundary parameters in C-T.")]
    [InlineData("multipart/form-data; charset=x; boundary=B", "Invalid boundary in C-T (malformed).")]
    [InlineData("multipart/form-data; boundary", "Invalid boundary in C-T (malformed).")]
    [InlineData("multipart/form-data; boundaryX=B", "Invalid boundary in C-T (parameter name).")]
    [InlineData("multipart/form-data; boundary=\"B", "Invalid boundary in C-T (quote).")]
    [InlineData("multipart/form-data; boundary=B\"", "Invalid boundary in C-T (quote).")]
    [InlineData("multipart/form-data; boundary=", "Invalid boundary in C-T (empty).")]
    [InlineData("multipart/form-data; boundary=\"\"", "Invalid boundary in C-T (empty).")]
    [InlineData("multipart/form-data; boundary=B<", "Invalid boundary in C-T (characters).")]
    [InlineData("multipart/form-data; boundary=\"B \"", "Invalid boundary in C-T (characters).")]
    public void Refuses_other_content_types(string contentType, string message)
    {
        var data = Read(Plain, contentType: contentType);
        Assert.Equal("Multipart parsing error: Multipart: " + message, BodyTesting.Value(data, "REQBODY_ERROR_MSG"));
        Assert.Equal("1", BodyTesting.Value(data, "MULTIPART_STRICT_ERROR"));
    }

    [Fact]
    public void Needs_a_content_type() =>
        Assert.Equal(
            "Multipart parsing error: Multipart: Content-Type header not available.",
            BodyTesting.Value(BodyTesting.Read(BodyFormat.Multipart, "x"u8), "REQBODY_ERROR_MSG"));

    [Fact]
    public void Finds_no_error_in_an_empty_body()
    {
        var data = Read("");
        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal("0", BodyTesting.Value(data, "MULTIPART_STRICT_ERROR"));
    }

    [Fact]
    public void Counts_files_against_their_limit()
    {
        var file = "--B/CD:name=\"f\"; filename=\"x\"//1/";
        Assert.Equal("0", BodyTesting.Value(Read($"{file}{file}--B--/", new DataLimits { Files = 2 }), "MULTIPART_FILE_LIMIT_EXCEEDED"));
        Assert.Equal("1", BodyTesting.Value(Read($"{file}{file}--B--/", new DataLimits { Files = 1 }), "MULTIPART_FILE_LIMIT_EXCEEDED"));
    }

    [Fact]
    public void Counts_what_is_not_in_files_against_its_limit()
    {
        var limits = new DataLimits { RequestBodyNoFiles = 200 };
        var long300 = new string('x', 300);
        Assert.Equal("0", BodyTesting.Value(Read($"--B/CD:name=\"f\"; filename=\"x\"//{long300}/--B--/", limits), "REQBODY_ERROR"));
        Assert.Equal("1", BodyTesting.Value(Read($"--B/CD:name=\"f\"//{long300}/--B--/", limits), "REQBODY_ERROR"));
    }

    [Fact]
    public void Refuses_headers_that_are_too_long()
    {
        Assert.Contains("too long", BodyTesting.Value(Read($"--B/CD:name=\"{new string('x', 5000)}\"//1/--B--/"), "REQBODY_ERROR_MSG"), StringComparison.Ordinal);
        var folded = string.Concat(Enumerable.Repeat("/ " + new string('x', 1000), 5));
        Assert.Contains("too long", BodyTesting.Value(Read($"--B/CD:name=\"a\"/X: y{folded}//1/--B--/"), "REQBODY_ERROR_MSG"), StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_mind_the_end_of_a_body_that_was_cut_off()
    {
        var data = Read("--B/CD:name=\"a\"//123456789/--B--/", new DataLimits { RequestBody = 54, RequestBodyAction = BodyLimitAction.ProcessPartial });
        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal("a=12345", BodyTesting.Pairs(data.View(VariableKind.Args)));
    }

    [Fact]
    public void Does_not_allocate_when_warm()
    {
        var data = new TransactionData(TimeProvider.System);
        var body = BodyTesting.Bytes(Expand("--B/CD:name=\"a\\\"\"/X: y/ z//1/--B/CD:name=\"f\"; filename=\"x\"//2/--B--/"));
        long allocated = 0;
        for (var i = 0; i < 4; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            data.Begin(DataLimits.Default);
            data.AddRequestHeader("Content-Type"u8, "multipart/form-data; boundary=B"u8);
            data.AppendRequestBody(body);
            data.ReadRequestBody();
            data.Reset();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    private static TransactionData Read(string body, DataLimits? limits = null, string contentType = "multipart/form-data; boundary=B") =>
        BodyTesting.Read(BodyFormat.None, BodyTesting.Bytes(Expand(body)), limits, contentType);

    private static string Expand(string text) => new StringBuilder(text)
        .Replace("text/plain", "text\u0001plain")
        .Replace("/", "\r\n")
        .Replace("~", "\n")
        .Replace("\u0001", "/")
        .Replace("CD:", "Content-Disposition: form-data; ")
        .ToString();
}
